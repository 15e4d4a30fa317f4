"""Makes the evidence and the human translations of this example. Everything and everybody is invented.

python examples/kr-jeju-arrival/make_evidence.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import papers
from papers import Paper, draw

HERE = Path(__file__).parent
EVIDENCE, TRANSLATIONS = HERE / "evidence", HERE / "translations"

PHOTOGRAPHS = {
    "judgment": Paper(
        heading="湖北省江麓市中级人民法院\n刑事判决书".replace("\n", "　"),
        number="（2019）鄂99刑初18号",
        body="""公诉机关湖北省江麓市人民检察院。
被告人阮志恒，男，1977年4月9日出生，汉族，中等专业学校文化程度，电工，住湖北省青岚县松麓镇东河沿街27号。因涉嫌犯煽动颠覆国家政权罪，于2018年6月19日被刑事拘留，同年7月26日被逮捕。现羁押于青岚县看守所。
公诉机关指控：2015年3月至2018年6月间，被告人阮志恒使用网名“江上老阮”，在互联网上发布、转发文章和图片共计一百二十六条，煽动他人颠覆国家政权、推翻社会主义制度。
本院依法组成合议庭，不公开开庭审理了本案。现已审理终结。""",
    ),
    "judgment-last": Paper(
        heading="（第七页）",
        body="""本院认为，被告人阮志恒以造谣、诽谤等方式煽动颠覆国家政权，其行为已构成煽动颠覆国家政权罪。依照《中华人民共和国刑法》第一百零五条第二款之规定，判决如下：
被告人阮志恒犯煽动颠覆国家政权罪，判处有期徒刑二年六个月。（刑期从判决执行之日起计算。判决执行以前先行羁押的，羁押一日折抵刑期一日，即自2018年6月19日起至2020年12月18日止。）
如不服本判决，可在接到判决书的第二日起十日内上诉。""",
        foot="审判长　佘某某\n二〇二〇年三月二十四日",
        seal="江麓市中级人民法院",
    ),
    "release": Paper(
        heading="刑满释放证明书",
        number="（2020）青看释字第0312号",
        body="""兹有阮志恒，男，1977年4月9日出生，湖北省青岚县人。因煽动颠覆国家政权罪，经江麓市中级人民法院判处有期徒刑二年六个月。
现因刑期届满，于2020年12月18日予以释放。特此证明。""",
        foot="青岚县看守所\n2020年12月18日",
        seal="青岚县看守所",
    ),
    "rib": Paper(
        heading="诊断证明书",
        number="门诊号 20180805017",
        body="""姓名：阮志恒　性别：男　年龄：41岁
诊断：左侧第七肋骨骨折。
建议：休息六周，避免负重，复查胸片。
陪同人员：看守所民警二名。""",
        foot="医师：夏某\n2018年8月5日",
        seal="青岚县人民医院",
    ),
    "spine": Paper(
        heading="出院小结",
        number="住院号 25061904",
        body="""姓名：阮志恒　性别：男　年龄：48岁
入院日期：2025年6月12日　出院日期：2025年6月27日
诊断：腰椎间盘突出症（L4/5），旧伤。
手术：2025年6月16日行腰椎间盘置换、椎弓根螺钉内固定术（螺钉四枚）。
出院医嘱：三个月内不得负重，不得久坐，定期复查。""",
        foot="主治医师：乌某某\n2025年6月27日",
        seal="江麓市中心医院",
    ),
}
TRANSLATED = {
    "judgment": (
        "[Translation] Intermediate People's Court of Jianglu City, Hubei: Criminal Judgment (first page)",
        [
            "(2019) E 99 Criminal First Instance No. 18",
            "Prosecuting body: People's Procuratorate of Jianglu City, Hubei Province.",
            "Defendant Ruan Zhiheng, male, born April 9, 1977, Han, vocational school, electrician, of 27 Dongheyan Street, Songlu Town, "
            "Qinglan County, Hubei. On suspicion of inciting subversion of State power (煽动颠覆国家政权罪) taken into criminal detention on "
            "June 19, 2018 and arrested on July 26 of the same year. Now held in the Qinglan County Detention Centre.",
            "The prosecution charges: Between March 2015 and June 2018 the defendant, under the name 江上老阮, published and reposted 126 "
            "articles and pictures on the internet, inciting others to subvert State power and overthrow the socialist system.",
            "This court formed a panel and tried the case in closed session. The trial has ended.",
        ],
    ),
    "judgment-last": (
        "[Translation] Criminal Judgment (page 7, the last)",
        [
            "This court holds: By rumour and slander the defendant Ruan Zhiheng incited subversion of State power; his acts constitute the "
            "crime of inciting subversion of State power (煽动颠覆国家政权罪). Under article 105, paragraph 2 of the Criminal Law of the "
            "People's Republic of China it decides:",
            "The defendant Ruan Zhiheng is sentenced to fixed-term imprisonment of two years and six months (from June 19, 2018 to December "
            "18, 2020, time in custody being counted).",
            "An appeal may be filed within ten days from the day after receipt.",
            "Presiding judge: She XX. March 24, 2020 [Round red seal: Intermediate People's Court of Jianglu City]",
        ],
    ),
    "release": (
        "[Translation] Certificate of Release upon Completion of Sentence",
        [
            "(2020) Qing Kan Shi Zi No. 0312",
            "This is to certify that Ruan Zhiheng, male, born April 9, 1977, of Qinglan County, Hubei, sentenced by the Intermediate "
            "People's Court of Jianglu City to two years and six months for inciting subversion of State power (煽动颠覆国家政权罪), was "
            "released on December 18, 2020, the sentence being completed.",
            "Qinglan County Detention Centre, December 18, 2020 [Round red seal: Qinglan County Detention Centre]",
        ],
    ),
    "rib": (
        "[Translation] Diagnosis Certificate",
        [
            "Outpatient no. 20180805017. Name: Ruan Zhiheng. Sex: male. Age: 41.",
            "Diagnosis: fracture of the seventh rib, left side. Advice: rest for six weeks, no lifting, X-ray check.",
            "Accompanied by: two officers of the detention centre. Doctor: Xia X. August 5, 2018 [Seal: Qinglan County People's Hospital]",
        ],
    ),
    "spine": (
        "[Translation] Discharge Summary",
        [
            "Inpatient no. 25061904. Name: Ruan Zhiheng. Sex: male. Age: 48. Admitted June 12, 2025; discharged June 27, 2025.",
            "Diagnosis: lumbar disc herniation (L4/5), old injury. Operation on June 16, 2025: disc replacement and fixation with four "
            "pedicle screws. No lifting for three months, no long sitting, regular checks.",
            "Attending doctor: Wu XX. June 27, 2025 [Seal: Jianglu City Central Hospital]",
        ],
    ),
}


def main() -> None:
    """Write every file under evidence/ and translations/."""
    EVIDENCE.mkdir(exist_ok=True)
    TRANSLATIONS.mkdir(exist_ok=True)
    for seed, (name, paper) in enumerate(PHOTOGRAPHS.items(), 71):
        photograph = papers.photograph(draw(paper), seed)
        papers.save_jpeg(photograph, EVIDENCE / f"{name}.jpg", orientation=6 if name == "release" else 1, located=name == "rib")
    screen = papers.screen(
        [
            ("", "2018年6月17日 22:06"),
            ("me", "老百姓说一句真话就要坐牢，这样的国家要改。"),
            ("", "该账号因发布违反法律法规的内容被举报，已被永久封停。"),
        ],
        "江上老阮",
    )
    screen.save(EVIDENCE / "account.png", optimize=True)
    for name, (title, paragraphs) in TRANSLATED.items():
        papers.letter(title, paragraphs, TRANSLATIONS / f"{name}.en.docx")
    (TRANSLATIONS / "account.en.txt").write_text(
        "[Translation] Screenshot of the account “江上老阮” (Old Ruan on the River), June 17, 2018, 22:06\n\n"
        "[Account holder:] Ordinary people go to prison for one true word. Such a country must change.\n\n"
        "[Notice of the platform:] This account was reported for publishing content that violates laws and regulations and has been "
        "closed permanently.\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
