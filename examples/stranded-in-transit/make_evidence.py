"""Makes the evidence and the human translations of this example. Everything and everybody is invented.

python examples/stranded-in-transit/make_evidence.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import papers
from papers import Paper, draw

HERE = Path(__file__).parent
EVIDENCE, TRANSLATIONS = HERE / "evidence", HERE / "translations"
PAGE_OF_PASSPORT = (1240, 960)

PHOTOGRAPHS = {
    "passport": Paper(
        heading="护照 PASSPORT",
        number="EX0000031",
        body="""姓/Surname 颜 YAN　　名/Given names 默笙 MOSHENG
性别/Sex 男/M　　国籍/Nationality 中国/CHINESE
出生/Date of birth 03 2月/FEB 1970　　湖南/HUNAN
签发/Date of issue 02 3月/MAR 2017
有效期至/Date of expiry 01 3月/MAR 2027
公安部出入境管理局 MPS Exit & Entry Administration
POCHNYAN<<MOSHENG<<<<<<<<<<<<<<<<<<<<<<<<<<<
EX00000310CHN7002033M2703018<<<<<<<<<<<<<<<""",
    ),
    "dismissal-2009": Paper(
        strip="云麓市教育局",
        heading="关于给予颜默笙开除处分的决定",
        number="云教处〔2009〕14号",
        body="""颜默笙，男，1970年2月3日出生，云麓市第九中学语文教师。
经查，2009年6月4日晚，颜默笙在第九中学操场点燃蜡烛二十支，组织非法悼念活动，在学生中造成恶劣影响，已由公安机关行政拘留十日。
经研究决定，给予颜默笙开除处分，自2009年8月31日起执行。
如不服本决定，可在三十日内向本局申请复核。""",
        foot="云麓市教育局\n2009年8月31日",
        seal="云麓市教育局",
    ),
    "penalty-2019": Paper(
        strip="云麓市公安局陶湖区分局",
        heading="行政处罚决定书",
        number="陶公（米）行罚决字〔2019〕0406号",
        body="""被处罚人颜默笙，男，1970年2月3日出生，公民身份号码 430000197002030000，住云麓市陶湖区米溪路27号4栋302室。
现查明：2019年6月1日21时许，颜默笙使用网络账号“六月老颜”发布一张蜡烛照片，并配文“三十年了，不敢忘”，被大量转发，造成不良社会影响。
根据《中华人民共和国治安管理处罚法》第二十六条第四项之规定，决定给予颜默笙行政拘留十日的处罚，以寻衅滋事执行。
执行期限：2019年6月3日至2019年6月13日，送陶湖区拘留所执行。""",
        foot="云麓市公安局陶湖区分局\n2019年6月3日",
        seal="云麓市公安局陶湖区分局",
    ),
    "penalty-2025": Paper(
        strip="云麓市公安局陶湖区分局",
        heading="行政处罚决定书",
        number="陶公（米）行罚决字〔2025〕0388号",
        body="""被处罚人颜默笙，男，1970年2月3日出生，公民身份号码 430000197002030000，住云麓市陶湖区米溪路27号4栋302室。
现查明：2025年6月3日10时许，颜默笙在人民广场举一张写有“8964”字样的纸，引起群众围观。
其行为已构成寻衅滋事。根据《中华人民共和国治安管理处罚法》第二十六条第四项之规定，决定给予行政拘留七日的处罚。
执行期限：2025年6月3日至2025年6月10日，送陶湖区拘留所执行。""",
        foot="云麓市公安局陶湖区分局\n2025年6月3日",
        seal="云麓市公安局陶湖区分局",
    ),
    "summons-2026": Paper(
        heading="传 唤 证",
        number="陶公（米）行传字〔2026〕117号",
        body="""颜默笙（男，1970年2月3日出生，住云麓市陶湖区米溪路27号4栋302室）：
因你涉嫌寻衅滋事，根据《中华人民共和国治安管理处罚法》之规定，现传唤你于2026年6月5日10时到米溪派出所接受询问。
无正当理由不接受传唤或者逃避传唤的，依法强制传唤。
被传唤人到达时间：2026年6月5日10时05分
被传唤人离开时间：2026年6月5日21时10分""",
        foot="云麓市公安局陶湖区分局\n2026年6月5日",
        seal="云麓市公安局陶湖区分局",
    ),
    "evaluation-notice": Paper(
        heading="精神状况评估通知书",
        body="""颜默笙：
你长期发表偏执言论，行为异常。为维护社会稳定，保障你本人和他人安全，经有关部门研究，请你于2026年6月26日上午9时到云麓市第五人民医院精神科接受精神状况评估。
请携带身份证。家属可以陪同。
逾期不到的，由社区派车接送。""",
        foot="米溪路社区居民委员会\n2026年6月23日",
        seal="米溪路社区居民委员会",
    ),
    "letter-officers": Paper(
        heading="致移民官员的信",
        body="""移民署的长官：
我叫颜默笙，1970年生，中国湖南人，护照号 EX0000031。我因为每年纪念六四，多次被拘留，今年六月被通知去做精神鉴定，于是逃了出来。
我在曼谷的联合国难民署登记过，号码 000-26C00031。十一月十三日我到达桃园机场，现在在转机区。
请不要把我送回中国，也不要送到会把我交给中国的地方。我请求美国或者加拿大给我庇护，请代为通知他们的办事处。
我身上有高血压药，还够三个星期。""",
        foot="颜默笙\n2026年11月14日",
    ),
}
SCREENS = {
    "post-2019": (
        "六月老颜",
        [
            ("", "2019年6月1日 21:04"),
            ("", "posts.example/old-yan-of-june/190601"),
            ("me", "[图片：一支蜡烛]"),
            ("me", "三十年了，不敢忘。"),
        ],
    ),
    "video-2026": (
        "六月老颜的视频",
        [
            ("", "2026年6月4日 23:48"),
            ("", "videos.example/watch/old-yan-260604"),
            ("me", "[视频 1分12秒：一个人在窗前点亮一支蜡烛]"),
            ("me", "三十七年。我还在点。"),
            ("", "播放 3 106 次　转发 212 次"),
        ],
    ),
    "police-messages": (
        "瞿",
        [
            ("", "2026年10月2日 14:20"),
            ("other", "曼谷热吧？"),
            ("other", "登记了也没用。回来治病，对你、对你女儿都好。"),
            ("me", "我没有病。"),
            ("other", "有没有病，医生说了算。"),
            ("", "2026年10月2日 14:31"),
        ],
    ),
}
FRIEND = (
    "证明信",
    [
        "我是颜默笙的老朋友，住在江西省。为了家人的安全，我不写名字，联合国和接收国的官员可以通过颜默笙找到我。",
        "2022年6月2日下午，颜默笙到我家，说想过了六月四日再回去。6月3日上午十点左右，来了四个人，带队的说姓瞿，湖南云麓市公安局的，"
        "没有出示证件。他们把颜默笙带上一辆灰色商务车。6月6日晚上他打电话告诉我，他刚从宾馆放出来。",
        "以上是我亲眼所见。　2026年10月20日",
    ],
)
UNHCR = (
    "United Nations High Commissioner for Refugees",
    [
        "INVENTED FOR AN EXAMPLE: this paper is not a document of UNHCR.",
        "Registration certificate of an asylum-seeker. Individual number: 000-26C00031. Office: Bangkok, Thailand.",
        "Name: YAN Mosheng. Sex: male. Date of birth: 3 February 1970. Country of origin: China.",
        "Date of registration: 20 July 2026. Valid until: 19 July 2027.",
        "The person named above is an asylum-seeker whose claim for refugee status is being examined by UNHCR. As an asylum-seeker, he is"
        " a person of concern and should in particular be protected from forcible return to a country where he claims to face threats"
        " to his life or freedom, pending a final decision on his status.",
    ],
)
TICKET = (
    "Electronic ticket: itinerary and receipt",
    [
        "Invented Air. Passenger: YAN/MOSHENG MR. Passport EX0000031. Issued 10 November 2026 in Bangkok.",
        "12 November 2026, Bangkok – Kuala Lumpur, IX 0711, departure 16:55, arrival 20:05",
        "13 November 2026, Kuala Lumpur – Taipei (Taoyuan), IX 0370, departure 05:10, arrival 10:00",
        "13 November 2026, Taipei (Taoyuan) – Jeju, IX 0654, departure 15:40, arrival 18:50",
        "Baggage: one piece of 7 kg in the cabin.",
    ],
)
COUNTRY = (
    "Returns and psychiatric treatment: a background note",
    [
        "This note was invented for an example. It describes no real case.",
        "1. Between 2015 and 2025 the group counted eleven Chinese nationals who were returned from Thailand to China although UNHCR had"
        " registered or recognised them. Seven of them were later sentenced.",
        "2. In the same years it recorded thirty-four people who were taken to psychiatric hospitals after petitions or commemorations,"
        " without a diagnosis made beforehand and without a decision of a court. The shortest stay was nineteen days, the longest more than"
        " six years.",
        "3. In most of these cases a residents' committee delivered the notice and the police carried it out.",
    ],
)
PENALTY = (
    "Taohu District Branch, Yunlu City Public Security Bureau: Administrative Penalty Decision",
    "The person punished: Yan Mosheng, male, born February 3, 1970, citizen number 430000197002030000, of Room 302, Building 4, 27 Mixi"
    " Road, Taohu District, Yunlu City.",
)
TRANSLATED = {
    "dismissal-2009": (
        "[Translation] Yunlu City Education Bureau: Decision on Dismissing Yan Mosheng",
        [
            "Yun Jiao Chu [2009] No. 14",
            "Yan Mosheng, male, born February 3, 1970, teacher of Chinese at Yunlu City No. 9 Middle School.",
            "It was found that on the evening of June 4, 2009 Yan Mosheng lit twenty candles in the yard of No. 9 Middle School and"
            " organised an illegal mourning activity, with a bad influence on the pupils; the public security organ put him into"
            " administrative detention for ten days.",
            "It is decided to dismiss Yan Mosheng with effect from August 31, 2009. A review may be requested from this bureau within thirty"
            " days.",
            "Yunlu City Education Bureau, August 31, 2009 [Round red seal: Yunlu City Education Bureau]",
        ],
    ),
    "penalty-2019": (
        f"[Translation] {PENALTY[0]}",
        [
            "Tao Gong (Mi) Xing Fa Jue Zi [2019] No. 0406",
            PENALTY[1],
            'It was found that on June 1, 2019 at about 21:00 Yan Mosheng, using the account "六月老颜" (Old Yan of June), published a'
            ' photograph of a candle with the words "Thirty years. I dare not forget." It was widely reposted and had a bad social effect.',
            "Under article 26, item 4 of the Public Security Administration Punishments Law, he is punished with administrative detention of"
            " ten days for picking quarrels and provoking trouble (寻衅滋事).",
            "To be served from June 3, 2019 to June 13, 2019 in the Taohu District detention centre.",
            "Taohu District Branch, Yunlu City Public Security Bureau, June 3, 2019 [Round red seal of the same]",
        ],
    ),
    "penalty-2025": (
        f"[Translation] {PENALTY[0]}",
        [
            "Tao Gong (Mi) Xing Fa Jue Zi [2025] No. 0388",
            PENALTY[1],
            'It was found that on June 3, 2025 at about 10:00 Yan Mosheng held up a sheet with the figures "8964" in the People\'s Square and'
            " drew a crowd of onlookers.",
            "His conduct constitutes picking quarrels and provoking trouble (寻衅滋事). Under article 26, item 4 of the Public Security"
            " Administration Punishments Law he is punished with administrative detention of seven days.",
            "To be served from June 3, 2025 to June 10, 2025 in the Taohu District detention centre.",
            "Taohu District Branch, Yunlu City Public Security Bureau, June 3, 2025 [Round red seal of the same]",
        ],
    ),
    "summons-2026": (
        "[Translation] Summons",
        [
            "Tao Gong (Mi) Xing Chuan Zi [2026] No. 117",
            "To Yan Mosheng (male, born February 3, 1970, of Room 302, Building 4, 27 Mixi Road, Taohu District, Yunlu City):",
            "As you are suspected of picking quarrels and provoking trouble (寻衅滋事), you are summoned under the Public Security"
            " Administration Punishments Law to come to the Mixi Police Station on June 5, 2026 at 10:00 for questioning.",
            "Who does not come without good reason or evades the summons will be brought by force according to law.",
            "Time of arrival: June 5, 2026, 10:05. Time of leaving: June 5, 2026, 21:10.",
            "Taohu District Branch, Yunlu City Public Security Bureau, June 5, 2026 [Round red seal of the same]",
        ],
    ),
    "evaluation-notice": (
        "[Translation] Notice of Psychiatric Evaluation",
        [
            "To Yan Mosheng:",
            "You have made paranoid statements over a long time and behave abnormally. To maintain social stability and for the safety of"
            " yourself and others, the departments concerned have decided: please come to the psychiatric department of Yunlu City Fifth"
            " People's Hospital on June 26, 2026 at 9:00 for an evaluation of your mental state.",
            "Please bring your identity card. A family member may come with you. If you do not come, the community will send a car.",
            "Mixi Road Community Residents' Committee, June 23, 2026 [Round red seal: Mixi Road Community Residents' Committee]",
        ],
    ),
    "witness-letter": (
        "[Translation] Letter of a friend",
        [
            "I am an old friend of Yan Mosheng and live in Jiangxi Province. For the safety of my family I do not write my name; officers"
            " of the United Nations and of the receiving country can find me through Yan Mosheng.",
            "In the afternoon of June 2, 2022 Yan Mosheng came to my home and said that he wanted to stay until June 4 had passed. On June"
            " 3, at about ten in the morning, four men came. The one who led them said that his name was Qu and that he was from the Yunlu"
            " City Public Security Bureau in Hunan; he showed no papers. They took Yan Mosheng away in a grey van. In the evening of June 6"
            " he told me by telephone that he had just been let out of the guest house.",
            "I saw this with my own eyes. October 20, 2026",
        ],
    ),
    "letter-officers": (
        "[Translation] Letter to the immigration officers",
        [
            "To the officers of the National Immigration Agency:",
            "My name is Yan Mosheng, born in 1970, from Hunan, China, passport EX0000031. Because I mark 4 June every year I have been detained"
            " many times; this June I was told to undergo a psychiatric evaluation, and so I fled.",
            "I registered with UNHCR in Bangkok, number 000-26C00031. On November 13 I arrived at Taoyuan airport and am now in the transit"
            " area.",
            "Please do not send me back to China, nor to a place that would hand me over to China. I ask the United States or Canada for"
            " asylum; please tell their offices.",
            "I carry tablets against high blood pressure; they will last for three weeks.",
            "Yan Mosheng, November 14, 2026 [signature]",
        ],
    ),
}
NOTES = {
    "post-2019": "[Translation] Screenshot of a post of the account “六月老颜” (Old Yan of June), June 1, 2019, 21:04\n"
    "posts.example/old-yan-of-june/190601\n\n[Picture: a candle]\n\nThirty years. I dare not forget.\n",
    "video-2026": "[Translation] Screenshot of the page of a video of the account “六月老颜” (Old Yan of June), June 4, 2026, 23:48\n"
    "videos.example/watch/old-yan-260604\n\n[Video, 1 minute 12 seconds: a man lights a candle at a window]\n\n"
    "Thirty-seven years. I am still lighting one.\n\n[Played 3 106 times, reposted 212 times]\n",
    "police-messages": "[Translation] Screenshot of messages from “瞿” (Qu), October 2, 2026\n\n14:20\n[Qu:] Hot in Bangkok?\n\n"
    "[Qu:] Registering will not help you. Come back for your treatment; better for you and for your daughter.\n\n[Yan:] I am not ill.\n\n"
    "[Qu:] Whether you are ill is for the doctors to say.\n14:31\n",
}


def main() -> None:
    """Write every file under evidence/ and translations/."""
    EVIDENCE.mkdir(exist_ok=True)
    TRANSLATIONS.mkdir(exist_ok=True)
    for seed, (name, paper) in enumerate(PHOTOGRAPHS.items(), 31):
        if name == "passport":
            photograph = papers.photograph(draw(paper, PAGE_OF_PASSPORT), seed, (1600, 1200))
        else:
            photograph = papers.photograph(draw(paper), seed)
        turned = 6 if name == "summons-2026" else 1
        papers.save_jpeg(photograph, EVIDENCE / f"{name}.jpg", orientation=turned, located=name == "evaluation-notice")
    for name, (title, lines) in SCREENS.items():
        papers.screen(lines, title).save(EVIDENCE / f"{name}.png", optimize=True)
    for name, (title, paragraphs) in {"unhcr-certificate": UNHCR, "ticket": TICKET, "country-note": COUNTRY}.items():
        papers.typed_pdf(title, paragraphs, EVIDENCE / f"{name}.pdf")
    papers.letter(*FRIEND, EVIDENCE / "witness-letter.docx")
    for name, (title, paragraphs) in TRANSLATED.items():
        papers.letter(title, paragraphs, TRANSLATIONS / f"{name}.en.docx")
    for name, words in NOTES.items():
        (TRANSLATIONS / f"{name}.en.txt").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
