//! Lists of phrases from file to finding: what a row says of its phrase is told by whoever finds it, and the stated size is the size.

use huashu::api::{Built, Checked, Input, InputFile, InputPackage, PhraseBook, build, check};
use huashu::base::limits;
use huashu::program::Severity;
use huashu::runtime::{Event, Machine, Session, Start, Who};
use serde_json::{Value, json};

const SCRIPT: &str = "禁语 词表  一般 扣 1分\n  取自 “{file}”\n流程 来电\n  环节 接听\n    等 通话结束\n    结束 受理完成\n";

fn checked(file: &str, list: &[u8]) -> Checked {
    let files = vec![InputFile { name: "来电.hua".into(), bytes: SCRIPT.replace("{file}", file).into_bytes() }];
    let tables = vec![InputFile { name: file.into(), bytes: list.to_vec() }];
    let package = InputPackage { name: "例".into(), root: "例/".into(), files, tables, ..InputPackage::default() };
    check(&Input { package, ..Input::default() }).expect("no huashu.toml")
}

fn built(file: &str, list: &str) -> Built {
    let checked = checked(file, list.as_bytes());
    build(&checked).unwrap_or_else(|found| panic!("{found:?}"))
}

const TABLE: &str = "类别,词,级别,替代\n推诿,不归我管,严重,我帮您转给负责的同事\n口头语,这个嘛,轻微,\n,随便您,,\n";

/// The findings of what the agent says, as a host sees them.
fn findings(built: Built, said: &[&str]) -> Vec<Value> {
    let machine = Machine::new(built.program, built.source_map).expect("a sound program");
    let mut session = Session::new(machine, Start::default()).expect("a session");
    session.send(&Event::Answer, 0).expect("answered");
    for (at, text) in said.iter().enumerate() {
        let said = Event::Say { who: Who::Agent, text: (*text).into(), until: None };
        session.send(&said, 1_000 * (at as i64 + 1)).expect("said");
    }
    session.send(&Event::Hangup(Who::Customer), 60_000).expect("hung up");
    let all: Vec<Value> = session.effects().iter().map(|effect| session.effect_json(effect)).collect();
    all.into_iter().filter(|e| e["finding"] == "rule_broken").collect()
}

#[test]
fn a_finding_names_the_phrase_its_sort_its_gravity_and_what_to_say_instead() {
    let found = findings(built("词表.csv", TABLE), &["這个不归我管。", "这个嘛，随便您，我不管。"]);
    let told: Vec<_> = found.iter().map(|f| (f["severity"].clone(), f["phrase"].clone())).collect();
    let first = json!({
        "set": "词表", "phrase": "不归我管", "start": 2, "end": 6, "category": "推诿", "replacement": "我帮您转给负责的同事",
    });
    // Of several in one turn the gravest is told.
    let second = json!({ "set": "词表", "phrase": "随便您", "start": 4, "end": 7 });
    assert_eq!(told, [(json!("serious"), first), (json!("ordinary"), second)]);
    let light = findings(built("词表.csv", TABLE), &["这 个 嘛"]);
    assert_eq!((&light[0]["severity"], &light[0]["phrase"]["folds"]), (&json!("minor"), &json!(["skipped"])));
}

#[test]
fn a_text_that_is_tried_shows_the_same() {
    let built = built("词表.csv", TABLE);
    let hits = PhraseBook::new(&built.program.forbids).hits("随便您。这不归我管").hits;
    let told: Vec<_> = hits.iter().map(|h| (h.start, h.end, h.phrase.as_str(), h.category.as_deref(), h.severity)).collect();
    assert_eq!(told, [(0, 3, "随便您", None, Severity::Ordinary), (5, 9, "不归我管", Some("推诿"), Severity::Serious)]);
}

#[test]
fn a_list_is_as_long_as_stated_and_not_one_longer() {
    let signs: Vec<char> =
        "天地人山水火木土日月石田禾米竹虫鱼鸟马牛羊犬手足口目耳心头身衣食住行坐立走跑来去上下左右前后中外东西".chars().collect();
    let word = |n: usize| format!("{}号{}号{}", signs[n / 2_500 % 50], signs[n / 50 % 50], signs[n % 50]);
    let list = |count: usize| (0..count).map(|n| word(n) + "\n").collect::<String>();
    for (file, head) in [("词表.txt", ""), ("词表.csv", "词\n")] {
        for (more, codes) in [(0, vec![]), (1, vec!["E0609"])] {
            let text = format!("{head}{}", list(limits::LIST_PHRASES + more));
            let checked = checked(file, text.as_bytes());
            let found: Vec<_> = checked.diagnostics.iter().map(|d| d.code.id).collect();
            assert_eq!(found, codes, "{file}");
            let last = checked.diagnostics.first().map(|d| checked.sources.slice(d.span).to_owned());
            assert_eq!(last, (more > 0).then(|| word(limits::LIST_PHRASES)));
        }
    }
}
