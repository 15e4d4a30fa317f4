"""Makes the evidence and the human translations of this example. Everything and everybody is invented.

python examples/us-petitioner-family/make_evidence.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from pillow_heif import from_pillow

sys.path.insert(0, str(Path(__file__).parents[1]))
import papers
from papers import Paper, draw

HERE = Path(__file__).parent
EVIDENCE, TRANSLATIONS = HERE / "evidence", HERE / "translations"

NON_ACCEPTANCE = Paper(
    strip="鹿营县信访局",
    heading="信访事项不予受理告知书",
    number="鹿信不受〔2022〕57号",
    body="""沈维国：
你于2022年6月10日提出的关于青石镇征地补偿款被截留、镇长龚某某及县住建局工作人员收受钱款的信访事项收悉。
经研究，你反映的事项不属于本机关受理范围。根据有关规定，决定不予受理。
你应当依法逐级反映诉求，不得越级走访。越级走访、扰乱信访秩序的，将依法处理。
特此告知。""",
    foot="鹿营县信访局\n2022年8月2日",
    seal="鹿营县信访局信访专用章",
)
LICENCE = Paper(
    strip="鹿营县市场监督管理局",
    heading="责令停业整顿通知书",
    number="鹿市监停〔2022〕113号",
    body="""鹿营县恒源建材有限公司（法定代表人：沈维国）：
经检查，你单位存在消防通道堆放货物、台账登记不全等问题。现责令你单位自2022年12月5日起停业整顿。
整顿期限：至本局书面通知恢复营业之日止。
整顿期间不得开展任何经营活动。逾期不改正的，吊销营业执照。""",
    foot="鹿营县市场监督管理局\n2022年12月5日",
    seal="鹿营县市场监督管理局",
)
SUMMONS = Paper(
    heading="传 唤 证",
    number="鹿公（治）行传字〔2023〕204号",
    body="""沈维国（男，1978年3月14日出生，公民身份号码 411400197803140000，住鹿营县青石镇河东街18号）：
因你涉嫌扰乱单位秩序，根据《中华人民共和国治安管理处罚法》第八十二条之规定，现传唤你于2023年4月19日9时到鹿营县公安局青石派出所接受询问。
无正当理由不接受传唤或者逃避传唤的，依法强制传唤。
被传唤人到达时间：2023年4月19日9时10分
被传唤人离开时间：2023年4月20日7时20分""",
    foot="鹿营县公安局\n2023年4月18日",
    seal="鹿营县公安局青石派出所",
)
PENALTY = (
    Paper(
        strip="鹿营县公安局",
        heading="行政处罚决定书",
        number="鹿公（治）行罚决字〔2023〕1186号",
        body="""被处罚人沈维国，男，1978年3月14日出生，公民身份号码 411400197803140000，现住鹿营县青石镇河东街18号，违法经历：无。
现查明：2023年9月3日，沈维国携带材料前往北京，在北京西站出站口附近滞留，意图到非信访接待场所上访，被鹿营县驻京工作人员发现并劝返，沈维国拒不配合，扰乱公共场所秩序。
以上事实有沈维国的陈述、证人证言、训诫书等证据证实。
综上，沈维国的行为已构成扰乱公共场所秩序。""",
    ),
    Paper(
        heading="行政处罚决定书（第2页）",
        body="""根据《中华人民共和国治安管理处罚法》第二十三条第一款第二项之规定，现决定给予沈维国行政拘留十日的处罚。
执行方式和期限：由鹿营县公安局送鹿营县拘留所执行，期限自2023年9月5日至2023年9月15日。
如不服本决定，可以在收到本决定书之日起六十日内向鹿营县人民政府申请行政复议，或者在六个月内依法向人民法院提起行政诉讼。""",
        foot="鹿营县公安局\n2023年9月5日",
        seal="鹿营县公安局行政专用章",
    ),
)
RELEASE = Paper(
    heading="解除拘留证明书",
    number="鹿拘解字〔2023〕402号",
    body="""兹证明沈维国（男，1978年3月14日出生）因扰乱公共场所秩序被鹿营县公安局决定行政拘留十日，
自2023年9月5日至2023年9月15日在本所执行。现拘留期满，予以解除拘留。""",
    foot="鹿营县拘留所\n2023年9月15日",
    seal="鹿营县拘留所",
)
HOSPITAL = (
    Paper(
        strip="鹿营县第二人民医院",
        heading="急诊病历",
        number="门诊号：20231021-0386",
        body="""姓名：沈维国    性别：男    年龄：45岁
就诊时间：2023年10月21日22时40分
主诉：被他人殴打致左腕、胸背部疼痛2小时。
现病史：患者诉2小时前在公司门口被数名不明身份男子用木棍击打，左腕肿胀、活动受限，无昏迷。
查体：神志清。左腕桡骨远端压痛明显，畸形。背部多处条状皮下淤血，最大约12cm×3cm。
X线：左桡骨远端骨折，断端轻度移位。""",
    ),
    Paper(
        heading="诊断证明书",
        body="""诊断：1. 左桡骨远端骨折；2. 背部软组织挫伤。
处理：手法复位，石膏外固定6周。建议休息60日，门诊复查。
备注：患者要求报警，自述已拨打110。""",
        foot="医师：贺××\n2023年10月22日",
        seal="鹿营县第二人民医院诊断专用章",
    ),
)
SEARCH_RECEIPT = Paper(
    heading="扣押清单",
    body="""编号 1  笔记本电脑（黑色）  1台
编号 2  移动硬盘（1TB）  1个
编号 3  手机（白色）  2部
编号 4  信访材料、照片  1袋
持有人：沈维国    见证人：（空白）    办案民警：（签名不清）
2025年1月15日。持有人注：无搜查证，未让我在场清点。沈维国""",
    foot="鹿营县公安局国内安全保卫大队\n2025年1月15日",
)
MARRIAGE = Paper(
    strip="中华人民共和国",
    heading="结 婚 证",
    number="豫鹿结字第000412号",
    body="""持证人：沈维国
登记日期：2004年5月1日
姓名：沈维国  性别：男  国籍：中国  出生日期：1978年3月14日
姓名：陆秀兰  性别：女  国籍：中国  出生日期：1980年9月22日""",
    foot="鹿营县民政局\n婚姻登记员：（签名）",
    seal="鹿营县民政局婚姻登记专用章",
)
REGISTER = tuple(
    Paper(heading="常住人口登记卡", body=body, foot="承办人签章：（章）\n登记日期：2019年7月6日", seal="鹿营县公安局青石派出所")
    for body in (
        "户号：410000987\n姓名：沈维国\n户主或与户主关系：户主\n性别：男\n民族：汉族\n出生日期：1978年3月14日\n出生地：河南省鹿营县\n籍贯：河南省鹿营县",
        "姓名：陆秀兰\n户主或与户主关系：妻\n性别：女\n民族：汉族\n出生日期：1980年9月22日\n出生地：河南省鹿营县",
        "姓名：沈佳宁\n户主或与户主关系：女\n性别：女\n民族：汉族\n出生日期：2009年2月11日\n出生地：河南省鹿营县",
        "姓名：沈佳铭\n户主或与户主关系：子\n性别：男\n民族：汉族\n出生日期：2014年11月30日\n出生地：河南省鹿营县",
    )
)
PETITION = (
    "实名举报信",
    [
        "国家信访局、河南省信访局：",
        "举报人沈维国，男，1978年3月14日出生，鹿营县恒源建材有限公司负责人，住河南省鹿营县青石镇河东街18号。",
        "被举报人：青石镇镇长龚某某；鹿营县住房和城乡建设局副局长戚某某。",
        "一、2021年9月至2022年3月，青石镇以修建环镇公路为名征收河东村耕地412亩。按照公示标准应付补偿款1,483万元，实际发到农户手中的只有612万元。"
        "我为该工程供应水泥和砂石，账目往来使我看到了差额的去向。",
        "二、2022年4月18日，戚某某通过其外甥向我索要“协调费”30万元，称不交就不给结算工程款。我没有交，至今被拖欠货款217万元。",
        "三、2022年5月，河东村七户村民因拒绝签字，夜间被人砸了门窗，报警后无人立案。",
        "我愿意对以上内容负法律责任，请求上级机关调查。",
        "附：供货合同3份、对账单2份、村民联名信1份（37人签名）。",
        "举报人：沈维国    2022年6月10日",
    ],
)
COUNTRY = (
    "Petitioning, interception and reprisal: a background note",
    [
        "Prepared for this example by an invented organisation. It stands for the reports on country conditions that a real filing "
        "holds, and quotes no real source.",
        "1. The petitioning system allows individuals to submit complaints about local officials to offices at the county, "
        "prefecture, province and central level. Local officials are assessed, among other things, on how many people from their "
        "area take complaints to a higher level.",
        "2. Persons who petition above the county level report being followed, intercepted on the way, returned by staff sent from "
        "their home area, held in guest houses, and given short administrative detention for disturbing order.",
        "3. Reported reprisals against business owners include inspections, suspension of licences, withheld payments and frozen "
        "accounts. Reported reprisals against families include pressure on schools and employers.",
        "4. Persons who continue to petition after administrative detention report being warned of prosecution for picking "
        "quarrels and provoking trouble.",
    ],
)


def main() -> None:
    """Write every file of `evidence/` and `translations/`."""
    EVIDENCE.mkdir(exist_ok=True)
    TRANSLATIONS.mkdir(exist_ok=True)
    _identity()
    _petitions()
    _police()
    _harm()
    _online()
    _translations()


def _identity() -> None:
    names = (
        ("SHEN", "WEIGUO", "沈维国", "14 MAR 1978", "EX0000001"),
        ("LU", "XIULAN", "陆秀兰", "22 SEP 1980", "EX0000002"),
        ("SHEN", "JIANING", "沈佳宁", "11 FEB 2009", "EX0000003"),
        ("SHEN", "JIAMING", "沈佳铭", "30 NOV 2014", "EX0000004"),
    )
    pages = [
        papers.scan(
            draw(
                Paper(
                    strip="护照  PASSPORT  (SPECIMEN)",
                    heading=native,
                    body=f"Type P    Country code CHN    Passport no. {number}\nSurname {family}\nGiven names {given}\n"
                    f"Date of birth {born}\nPlace of birth HENAN\nDate of issue 06 JUL 2019\nDate of expiry 05 JUL 2029\n"
                    "Invented document for an example; not a passport.",
                ),
                (1240, 880),
            ),
            index,
        )
        for index, (family, given, native, born, number) in enumerate(names)
    ]
    papers.save_pdf(pages, EVIDENCE / "passports.pdf")
    papers.save_pdf(
        [papers.scan(draw(card), 10 + n) for n, card in enumerate(REGISTER)], EVIDENCE / "household-register.pdf", rotate=90
    )
    photo = papers.photograph(draw(MARRIAGE, (1240, 1500)), 21, (1200, 1500))
    from_pillow(photo).save(EVIDENCE / "marriage-certificate.heic", quality=55)


def _petitions() -> None:
    papers.typed_pdf(*PETITION, EVIDENCE / "petition-2022.pdf")
    photo = papers.photograph(draw(NON_ACCEPTANCE), 31)
    papers.save_jpeg(photo, EVIDENCE / "non-acceptance-notice.jpg", orientation=6, located=True)
    papers.scan(draw(LICENCE), 32).point(lambda v: v // 16 * 17).save(EVIDENCE / "suspension-of-business.png", optimize=True)


def _police() -> None:
    papers.save_jpeg(papers.photograph(draw(SUMMONS), 41), EVIDENCE / "summons-2023.jpg", orientation=8, located=True)
    pages = [papers.scan(draw(page), 42 + n).point(lambda v: 255 if v > 150 else 0, "1") for n, page in enumerate(PENALTY)]
    pages[0].save(
        EVIDENCE / "penalty-decision-2023.tiff", save_all=True, append_images=pages[1:], compression="group4", dpi=(150, 150)
    )
    papers.save_jpeg(papers.photograph(draw(RELEASE), 44), EVIDENCE / "release-certificate.jpg", orientation=3)
    papers.save_jpeg(papers.photograph(draw(SEARCH_RECEIPT), 45), EVIDENCE / "seizure-list-2025.jpg")


def _harm() -> None:
    papers.save_pdf(
        [papers.scan(draw(page), 51 + n) for n, page in enumerate(HOSPITAL)],
        EVIDENCE / "hospital-record.pdf",
        password="wrist2023",
    )
    papers.save_jpeg(_x_ray(), EVIDENCE / "x-ray.jpg", located=True)
    papers.letter(
        "关于学生沈佳宁、沈佳铭就读情况的说明",
        [
            "沈维国家长：",
            "您的女儿沈佳宁（八年级3班）、儿子沈佳铭（三年级1班）自2024年2月26日起未能注册入学。按照上级有关部门通知，需家长先行提供"
            "“息访承诺书”后方可办理注册手续。学校对此无权变更。",
            "请您与镇政府联系解决。",
            "鹿营县青石镇中心学校    2024年3月4日",
        ],
        EVIDENCE / "school-letter.docx",
    )
    papers.letter(
        "Letter of Lu Jianhua",
        [
            "My name is Lu Jianhua. I was born on 2 April 1976 and I live in Luying County, Henan. Lu Xiulan is my younger sister and "
            "Shen Weiguo is her husband.",
            "On 21 October 2023 at about nine in the evening my sister telephoned me, crying. I drove to the gate of the Hengyuan "
            "company. My brother-in-law was sitting on the ground holding his left arm. Four or five men were getting into a grey van "
            "without licence plates. One of them shouted: go to Beijing again and next time it will be your legs.",
            "I took him to the county's second hospital. We called 110 from the emergency room at about eleven. Nobody came and nobody "
            "ever called back.",
            "On 15 January 2025 I saw nine men go into my sister's home on Hedong Street at about six in the morning. They carried "
            "computers and bags out. They showed no paper when I asked.",
            "In September 2025 a clerk I went to school with told me that the file of my brother-in-law was being passed on for "
            "criminal prosecution. I told my sister the same night.",
            "I write this of my own will. I am afraid for my own family, so I ask that this letter be kept confidential.",
            "Lu Jianhua    3 March 2026",
        ],
        EVIDENCE / "letter-lu-jianhua.docx",
    )


def _x_ray() -> Image.Image:
    image = Image.new("L", (900, 1200), 12)
    pen = ImageDraw.Draw(image)
    for x, top, wide, tone in ((360, 620, 82, 190), (500, 600, 64, 170)):
        pen.rounded_rectangle((x, top, x + wide, 1190), 30, fill=tone)
        pen.rounded_rectangle((x + 18, top + 40, x + wide - 18, 1190), 20, fill=tone - 70)
    pen.polygon([(340, 700), (470, 664), (470, 676), (340, 716)], fill=30)
    for row, count in ((545, 4), (470, 4)):
        for n in range(count):
            pen.ellipse((330 + 68 * n, row, 394 + 68 * n, row + 62), fill=165)
    for n in range(5):
        pen.rounded_rectangle((318 + 66 * n, 190 + 30 * abs(n - 2), 360 + 66 * n, 455), 18, fill=150)
    pen.text((40, 40), "L  SHEN WEIGUO  2023-10-21", fill=230, font=papers._font(34, "Noto Sans CJK SC"))
    return image.filter(ImageFilter.GaussianBlur(5)).convert("RGB")


def _online() -> None:
    chat = papers.screen(
        [
            ("", "2024年11月20日 21:14"),
            ("me", "我把青石镇征地的账目照片发到群里了，大家看看钱去了哪里。"),
            ("they", "维国，快删了，网警在查。"),
            ("", "该账号因发布违规内容被投诉，根据《互联网用户公众账号信息服务管理规定》，已被永久限制使用。"),
        ],
        "河东村维权群(86)",
    )
    chat.quantize(64).save(EVIDENCE / "account-suspended.png", optimize=True)
    bank = papers.screen(
        [
            ("", "2024年5月9日 10:02"),
            (
                "they",
                "【鹿营农商银行】尊敬的沈维国，您尾号0417的账户因有权机关要求已被冻结，冻结期限至2025年5月8日。详情请到柜台咨询。",
            ),
        ],
        "95000",
    )
    bank.quantize(64).save(EVIDENCE / "account-frozen.png", optimize=True)
    (EVIDENCE / "warning-2025.txt").write_text(
        "2025年9月14日 22:31  大舅哥：老同学说维国的材料报上去了，说是寻衅滋事。\n"
        "2025年9月14日 22:33  秀兰：什么时候？\n"
        "2025年9月14日 22:34  大舅哥：国庆以后就批。你们快走。\n"
        "2025年9月14日 22:40  秀兰：孩子的护照都在。我跟他说。\n",
        encoding="gb18030",
    )
    papers.typed_pdf(*COUNTRY, EVIDENCE / "background-note.pdf", paper="Letter")


def _translations() -> None:
    bracket = "[Round red seal: {}]"
    papers.letter(
        "[Translation] Notice of Non-Acceptance of a Petition",
        [
            "Luying County Petition Office    No. Lu-Xin-Bu-Shou [2022] 57",
            "Shen Weiguo:",
            "We have received the petition you submitted on June 10, 2022, concerning the withholding of land compensation in Qingshi "
            "Town and the taking of money by Town Head Gong and staff of the County Housing and Construction Bureau.",
            "After consideration, the matters you report are not within the scope of matters this office accepts. It is decided, under "
            "the relevant rules, not to accept them.",
            "You must present your demands level by level according to law and may not petition above the proper level. Petitioning "
            "above the proper level and disturbing the order of petitioning will be dealt with according to law.",
            "You are hereby notified.",
            "Luying County Petition Office, August 2, 2022  "
            + bracket.format("Luying County Petition Office, seal for petition matters"),
        ],
        TRANSLATIONS / "non-acceptance-notice.en.docx",
    )
    papers.letter(
        "[Translation] Order to Suspend Business for Rectification",
        [
            "Luying County Market Supervision Administration    No. Lu-Shi-Jian-Ting [2022] 113",
            "To Luying County Hengyuan Building Materials Co., Ltd. (legal representative: Shen Weiguo):",
            "On inspection your company was found to have goods piled in a fire lane, incomplete ledgers, and other problems. You are "
            "ordered to suspend business for rectification from December 5, 2022.",
            "Period of rectification: until this administration notifies you in writing that business may resume.",
            "During rectification no business activity of any kind may be carried on. If the problems are not corrected in time, the "
            "business licence will be revoked.",
            "Luying County Market Supervision Administration, December 5, 2022  "
            + bracket.format("Luying County Market Supervision Administration"),
        ],
        TRANSLATIONS / "suspension-of-business.en.docx",
    )
    papers.letter(
        "[Translation] Summons (传唤证)",
        [
            "No. Lu-Gong (Zhi) Xing Chuan Zi [2023] 204",
            "Shen Weiguo (male, born March 14, 1978, citizen identity number 411400197803140000, residing at 18 Hedong Street, Qingshi "
            "Town, Luying County):",
            "As you are suspected of disturbing the order of a work unit, you are summoned under Article 82 of the Public Security "
            "Administration Punishments Law of the People's Republic of China to appear at the Qingshi Police Station of the Luying "
            "County Public Security Bureau at 9:00 on April 19, 2023, for questioning.",
            "A person who refuses or evades the summons without good reason will be compelled to appear according to law.",
            "Time of arrival of the person summoned: 9:10, April 19, 2023",
            "Time of departure of the person summoned: 7:20, April 20, 2023",
            "Luying County Public Security Bureau, April 18, 2023  "
            + bracket.format("Qingshi Police Station, Luying County Public Security Bureau"),
        ],
        TRANSLATIONS / "summons-2023.en.docx",
    )
    papers.letter(
        "[Translation] Administrative Penalty Decision (行政处罚决定书)",
        [
            "Luying County Public Security Bureau    No. Lu-Gong (Zhi) Xing Fa Jue Zi [2023] 1186",
            "Person punished: Shen Weiguo, male, born March 14, 1978, citizen identity number 411400197803140000, now residing at 18 "
            "Hedong Street, Qingshi Town, Luying County; record of violations: none.",
            "It has been established that on September 3, 2023, Shen Weiguo went to Beijing carrying materials, lingered near the exit "
            "of Beijing West Railway Station intending to petition at a place that does not receive petitions, was found by staff of "
            "Luying County stationed in Beijing and urged to return; Shen Weiguo refused to cooperate and disturbed the order of a "
            "public place.",
            "The above facts are proved by the statement of Shen Weiguo, witness testimony, a letter of admonition and other evidence.",
            "In sum, the conduct of Shen Weiguo constitutes disturbing the order of a public place.",
            "[Page 2] Under Article 23, paragraph 1, item 2 of the Public Security Administration Punishments Law of the People's "
            "Republic of China, it is decided to punish Shen Weiguo with ten days of administrative detention.",
            "Manner and period of execution: to be executed at the Luying County Administrative Detention Centre, from September 5, "
            "2023 to September 15, 2023.",
            "If you do not accept this decision you may, within sixty days of receiving it, apply to the Luying County People's "
            "Government for administrative reconsideration, or within six months bring an administrative action in the people's court.",
            "Luying County Public Security Bureau, September 5, 2023  "
            + bracket.format("Luying County Public Security Bureau, administrative seal"),
        ],
        TRANSLATIONS / "penalty-decision-2023.en.docx",
    )
    (TRANSLATIONS / "release-certificate.en.txt").write_text(
        "[Translation] Certificate of Release from Administrative Detention (解除拘留证明书)\n\n"
        "No. Lu-Ju-Jie Zi [2023] 402\n\n"
        "This is to certify that Shen Weiguo (male, born March 14, 1978), whom the Luying County Public Security Bureau decided to "
        "place in administrative detention for ten days for disturbing the order of a public place, served it in this centre from "
        "September 5, 2023 to September 15, 2023. The period of detention having expired, he is released.\n\n"
        "Luying County Administrative Detention Centre, September 15, 2023  [Round red seal: Luying County Administrative Detention "
        "Centre]\n",
        encoding="utf-8",
    )
    papers.typed_pdf(
        "[Translation] Emergency Record and Diagnosis Certificate",
        [
            "Luying County Second People's Hospital. Outpatient no.: 20231021-0386",
            "Name: Shen Weiguo. Sex: male. Age: 45. Time of visit: 22:40, October 21, 2023.",
            "Chief complaint: pain in the left wrist, chest and back for two hours after being beaten by others.",
            "History: the patient states that two hours earlier several men of unknown identity struck him with wooden sticks at the "
            "gate of his company; swelling and limited movement of the left wrist; no loss of consciousness.",
            "Examination: alert. Marked tenderness and deformity of the distal left radius. Several strip-shaped bruises on the back, "
            "the largest about 12 cm x 3 cm.",
            "X-ray: fracture of the distal left radius with slight displacement.",
            "[Page 2] Diagnosis: 1. fracture of the distal left radius; 2. contusion of the soft tissue of the back. Treatment: manual "
            "reduction, plaster cast for 6 weeks. Rest for 60 days advised; return for review. Note: the patient asked that the police "
            "be called and states that he has dialled 110.",
            "Physician: He [given name illegible]. October 22, 2023. [Round red seal: Luying County Second People's Hospital, seal for "
            "diagnoses]",
        ],
        TRANSLATIONS / "hospital-record.en.pdf",
        paper="Letter",
    )
    papers.letter(
        "[Translation] Explanation concerning the schooling of Shen Jianing and Shen Jiaming",
        [
            "To the parent Shen Weiguo:",
            "Your daughter Shen Jianing (Grade 8, Class 3) and your son Shen Jiaming (Grade 3, Class 1) could not be registered for "
            "school from February 26, 2024. According to the notice of the departments above us, registration can be completed only "
            "after the parent has provided a “commitment to cease petitioning”. The school has no authority to change this.",
            "Please contact the town government to resolve the matter.",
            "Qingshi Town Central School, Luying County, March 4, 2024",
        ],
        TRANSLATIONS / "school-letter.en.docx",
    )
    papers.letter(
        "[Translation] Real-name report",
        [
            "To the National Public Complaints and Proposals Administration and the Henan Province Petition Office:",
            "The person reporting, Shen Weiguo, male, born March 14, 1978, is the head of Luying County Hengyuan Building Materials "
            "Co., Ltd., and lives at 18 Hedong Street, Qingshi Town, Luying County, Henan Province.",
            "Persons reported: Gong, head of Qingshi Town; Qi, deputy director of the Luying County Housing and Construction Bureau.",
            "1. From September 2021 to March 2022 Qingshi Town requisitioned 412 mu of farmland of Hedong Village in the name of "
            "building a ring road. By the published standard 14.83 million yuan of compensation was due; only 6.12 million yuan reached "
            "the farmers. I supplied cement and gravel for the project, and the accounts let me see where the difference went.",
            "2. On April 18, 2022, Qi, through his nephew, demanded 300,000 yuan from me as a “coordination fee” and said that my "
            "invoices would not be settled unless I paid. I did not pay; 2.17 million yuan for goods is owed to me to this day.",
            "3. In May 2022 the doors and windows of seven households of Hedong Village that refused to sign were smashed at night. It "
            "was reported to the police; no case was opened.",
            "I accept legal responsibility for the above and ask the higher authorities to investigate.",
            "Attached: 3 supply contracts, 2 statements of account, 1 joint letter of villagers (37 signatures).",
            "Person reporting: Shen Weiguo    June 10, 2022",
        ],
        TRANSLATIONS / "petition-2022.en.docx",
    )
    (TRANSLATIONS / "account-frozen.en.txt").write_text(
        "[Translation] Text message from 95000, May 9, 2024, 10:02\n\n"
        "[Luying Rural Commercial Bank] Dear Shen Weiguo, your account ending 0417 has been frozen at the request of a competent "
        "authority. Period of freezing: until May 8, 2025. For details please ask at the counter.\n",
        encoding="utf-8",
    )
    (TRANSLATIONS / "account-suspended.en.txt").write_text(
        "[Translation] Screenshot of the group “Hedong Village rights defence” (86 members), November 20, 2024, 21:14\n\n"
        "[Shen Weiguo:] I have put the photographs of the accounts of the Qingshi Town land requisition in the group. See for "
        "yourselves where the money went.\n\n"
        "[Other member:] Weiguo, delete it quickly, the internet police are looking.\n\n"
        "[Notice of the program:] This account was reported for publishing content in violation of the rules. Under the Provisions on "
        "the Administration of Public Account Information Services of Internet Users, its use has been permanently restricted.\n",
        encoding="utf-8",
    )
    papers.letter(
        "[Translation] List of Seized Items",
        [
            "No. 1: notebook computer (black), 1. No. 2: portable hard disk (1 TB), 1. No. 3: mobile telephones (white), 2. No. 4: "
            "petition materials and photographs, 1 bag.",
            "Holder: Shen Weiguo. Witness: (blank). Officer handling the case: (signature illegible).",
            "January 15, 2025. Note of the holder: no search warrant; I was not allowed to be present at the counting. Shen Weiguo",
            "Domestic Security Brigade, Luying County Public Security Bureau, January 15, 2025 [no seal]",
        ],
        TRANSLATIONS / "seizure-list-2025.en.docx",
    )
    papers.letter(
        "[Translation] Household register, four cards",
        [
            "Permanent Resident Registration Card. Household no. 410000987. Name: Shen Weiguo. Relation to head: head of household. Sex: "
            "male. Ethnic group: Han. Date of birth: March 14, 1978. Place of birth and native place: Luying County, Henan Province.",
            "Name: Lu Xiulan. Relation to head: wife. Sex: female. Ethnic group: Han. Date of birth: September 22, 1980. Place of birth: "
            "Luying County, Henan Province.",
            "Name: Shen Jianing. Relation to head: daughter. Sex: female. Ethnic group: Han. Date of birth: February 11, 2009. Place of "
            "birth: Luying County, Henan Province.",
            "Name: Shen Jiaming. Relation to head: son. Sex: male. Ethnic group: Han. Date of birth: November 30, 2014. Place of birth: "
            "Luying County, Henan Province.",
            "Each card: date of registration July 6, 2019 [Round red seal: Qingshi Police Station, Luying County Public Security "
            "Bureau]",
        ],
        TRANSLATIONS / "household-register.en.docx",
    )
    papers.letter(
        "[Translation] Marriage Certificate",
        [
            "People's Republic of China. Marriage Certificate no. Yu-Lu-Jie Zi 000412. Holder: Shen Weiguo. Date of registration: May "
            "1, 2004.",
            "Shen Weiguo, male, nationality China, born March 14, 1978. Lu Xiulan, female, nationality China, born September 22, 1980.",
            "Luying County Civil Affairs Bureau. Registrar: (signature). [Round red seal: Luying County Civil Affairs Bureau, marriage "
            "registration]",
        ],
        TRANSLATIONS / "marriage-certificate.en.docx",
    )


if __name__ == "__main__":
    main()
