"""Draws the papers that come late in the three situations, in Chinese: text, Word, a photograph, and a scan of which the second
page cannot be read. Everything and everybody is invented.

python examples/in-translation/make_evidence.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import papers
from papers import Paper, draw

HERE = Path(__file__).parent
SCAN = (992, 1403)  # A4 at 120 dpi


def jeju(folder: Path) -> None:
    notice = Paper(
        heading="拘留通知书",
        number="青公（国保）拘通字〔2018〕31号",
        body="""何淑兰：
根据《中华人民共和国刑事诉讼法》第八十条第（一）项之规定，我局已于2018年6月19日将涉嫌煽动颠覆国家政权罪的阮志恒（男，1977年4月9日出生，住青岚县松麓镇东河沿街27号）刑事拘留，现羁押在青岚县看守所。
特此通知。
注：看守所地址：青岚县城北路9号。""",
        foot="青岚县公安局\n2018年6月20日",
        seal="青岚县公安局",
    )
    papers.save_jpeg(papers.photograph(draw(notice), 41), folder / "detention-notice.jpg", located=True, quality=50)
    papers.typed_pdf(
        "账号处罚记录",
        ["用户名：江上老阮", "该账号的处罚记录如下："],
        folder / "account-record.pdf",
        table=[
            ("日期", "内容", "处理"),
            ("2016年2月11日", "转发文章1篇", "删除内容"),
            ("2017年10月20日", "评论3条", "禁言15天"),
            ("2018年6月17日", "违反相关法律法规", "永久封停"),
        ],
        foot=["查询日期：2026年11月17日"],
    )
    papers.letter(
        "情况说明",
        [
            "我叫阮志兰，1980年12月11日出生，现住湖北省黄石市，是阮志恒的妹妹。",
            "2018年7月4日上午9时，青岚县公安局国保大队两名警察把我从单位叫到松麓镇派出所，晚上7点才让我走。",
            "带队的龙姓警察说：“你劝他认罪，认了就轻判。”他们还要我签一份不许对外说的保证书。",
            "2018年8月7日我去看守所送药，没有见到哥哥。",
            "以上属实。",
            "阮志兰　2026年11月17日",
        ],
        folder / "sister-letter.docx",
    )
    first = Paper(
        heading="青岚县人民医院门诊病历",
        number="门诊号 20180805017",
        body="""姓名：阮志恒　性别：男　年龄：41岁
就诊时间：2018年8月5日10时20分
主诉：左胸部疼痛两天，呼吸时加重。
现病史：两天前左侧胸部被人击打。由看守所民警二人陪同就诊，戴脚镣。
查体：左侧第七肋压痛明显，双踝皮肤破损。
检查：胸部X线片见左侧第七肋骨骨折。""",
        foot="（转下页）",
    )
    second = Paper(
        heading="门诊病历（续）",
        body="""诊断：左侧第七肋骨骨折。
处理：胸带固定，休息六周，避免负重，复查胸片。
建议：住院观察。陪同民警表示不同意住院。""",
        foot="医师：夏某\n2018年8月5日",
    )
    papers.save_pdf([papers.scan(draw(first, SCAN), 42), papers.washed_out(draw(second, SCAN), 43)], folder / "clinic-record.pdf")


def petitioner(folder: Path) -> None:
    papers.typed_pdf(
        "信访事项查询结果",
        ["信访人：沈维国", "登记编号：鹿信〔2022〕57号", "信访事项：反映青石镇征地补偿款被截留。"],
        folder / "petition-record.pdf",
        table=[
            ("日期", "受理机关", "办理情况"),
            ("2022年6月10日", "鹿营县信访局", "已登记"),
            ("2022年6月20日", "河南省信访局", "转鹿营县处理"),
            ("2022年8月2日", "鹿营县信访局", "不予受理"),
        ],
        foot=["打印日期：2024年1月9日"],
    )
    admonition = Paper(
        strip="鹿营县公安局",
        heading="训诫书",
        number="鹿公（治）训字〔2023〕77号",
        body="""被训诫人沈维国，男，1978年3月14日出生，住鹿营县青石镇河东街18号。
你于2023年9月3日到北京非接待场所上访，违反了《信访条例》的有关规定。
现对你进行训诫：立即停止违法上访，返回当地依法逐级反映诉求。如不听劝阻，将依法处罚。
本人已阅读以上内容。拒绝签名。""",
        foot="民警：贾某\n2023年9月4日",
        seal="鹿营县公安局",
    )
    papers.save_jpeg(papers.photograph(draw(admonition), 51), folder / "admonition-2023.jpg", orientation=6, quality=50)
    papers.letter(
        "证明",
        [
            "本人邱大顺，1969年5月2日出生，2011年至2022年在鹿营县恒源建材有限公司当司机。",
            "2022年12月5日上午，县市场监督管理局的人来公司贴封条，没有检查仓库。",
            "带队的人对沈维国说：“你想想得罪了谁。”当时在场的还有三名工人。",
            "公司停业后，十四名工人都没有拿到最后两个月的工资。",
            "邱大顺　2026年10月11日",
        ],
        folder / "driver-letter.docx",
    )
    first = Paper(
        heading="询问笔录",
        number="第1页 共2页",
        body="""询问时间：2023年4月19日9时30分至11时
询问地点：青石派出所
被询问人：沈维国，男，1978年3月14日出生
问：你为什么到省里上访？
答：县里不受理，我只能到省里反映。
问：材料是谁给你的？
答：账是我自己公司的，材料是我自己写的。
问：还有谁参加？
答：村民自愿签名，没有人组织。""",
    )
    second = Paper(
        heading="询问笔录（续）",
        body="""问：你是否愿意写保证书？
答：我没有违法，不愿意写。
问：以上笔录是否属实？
答：我要求看一遍。""",
        foot="询问人：贾某\n2023年4月19日",
    )
    scans = [papers.scan(draw(first, SCAN), 52), papers.washed_out(draw(second, SCAN), 53)]
    papers.save_pdf(scans, folder / "interrogation-record.pdf")


def stranded(folder: Path) -> None:
    papers.typed_pdf(
        "控告申诉登记回执",
        ["颜默笙：", "你提交的材料已登记，情况如下："],
        folder / "complaint-receipt.pdf",
        table=[
            ("项目", "内容"),
            ("登记编号", "云检控〔2019〕318号"),
            ("登记日期", "2019年7月8日"),
            ("控告事项", "对2019年6月3日行政拘留决定不服"),
            ("承办部门", "控告申诉检察处"),
        ],
        foot=["云麓市人民检察院", "2019年7月8日"],
    )
    released = Paper(
        heading="解除拘留证明书",
        number="陶拘解字〔2025〕166号",
        body="""被拘留人颜默笙，男，1970年2月3日出生，因寻衅滋事，于2025年6月3日被云麓市公安局陶湖区分局决定行政拘留七日。
现拘留期限届满，于2025年6月10日解除拘留。
特此证明。""",
        foot="云麓市陶湖区拘留所\n2025年6月10日",
        seal="云麓市陶湖区拘留所",
    )
    papers.save_jpeg(papers.photograph(draw(released), 61), folder / "release-2025.jpg", quality=50)
    papers.letter(
        "证言",
        [
            "我叫文启明，1985年8月16日出生。2025年6月4日至9日，我和颜默笙关在陶湖区拘留所同一间监室。",
            "6月5日和6月7日，看守两次把他带出去，每次大约八个小时。",
            "他回来时两只手腕都有勒伤，走路不稳，说话不清楚。",
            "他对我说，他被绑在约束床上，被迫吞了药片。",
            "我愿意在任何法庭上重复以上内容。",
            "文启明　2026年9月20日",
        ],
        folder / "cellmate-letter.docx",
    )
    first = Paper(
        strip="云麓市教育局",
        heading="关于颜默笙申诉的答复",
        number="云教申〔2009〕12号",
        body="""颜默笙：
你于2009年9月7日提出的申诉收悉。你对云麓市第九中学2009年8月31日作出的开除决定不服，要求撤销该决定。
经查，你于2009年6月4日晚在学校操场组织非法悼念活动，造成不良影响，并因此被行政拘留十日。
你在申诉中称，点蜡烛是个人行为，没有组织他人参加。""",
        foot="（转下页）",
    )
    second = Paper(
        heading="第2页",
        body="""本局认为，原决定事实清楚，处理恰当，予以维持。
你可以在收到本答复之日起三十日内向上一级教育行政部门申请复核。""",
        foot="云麓市教育局\n2009年10月14日",
    )
    scans = [papers.scan(draw(first, SCAN), 62), papers.washed_out(draw(second, SCAN), 63)]
    papers.save_pdf(scans, folder / "appeal-reply-2009.pdf")


def main() -> None:
    drawn = {"kr-jeju-arrival": jeju, "us-petitioner-family": petitioner, "stranded-in-transit": stranded}
    for case, draw_all in drawn.items():
        folder = HERE / case / "evidence"
        folder.mkdir(parents=True, exist_ok=True)
        draw_all(folder)


if __name__ == "__main__":
    main()
