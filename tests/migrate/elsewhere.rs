//! The law of carrying over: where nothing that a call comes to is other than it was, it goes on as if it had never stopped. Drawn calls are
//! carried to and fro at every event, open turns and all, between two programs that differ where the call never comes.

use crate::naive::dice::Dice;
use crate::naive::script::{Block, Script, Stmt, Stream};
use crate::naive::{actual, generate, stream, write};
use huashu::runtime::{Machine, Session};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// How many scripts are drawn, unless `HUASHU_SCRIPTS` says so, and how many calls of each.
const SCRIPTS: u64 = 16;
const STREAMS: usize = 20;

/// A flow that nobody comes to.
const SPARE: &str = "流程 备用
  环节 备一
    说 “稍候。”
    等 甲 限时 5秒
      超时
        结束 没来
    结束 来了
";

/// A rule about it; where there is a score it has a price.
fn rule(script: &Script) -> String {
    let price = if script.score.is_some() { " 扣 1分" } else { "" };
    format!("规则 备则{price}\n  进入 备一 之后 5秒 以内 必须 离开 备一\n")
}

/// Writes two programs of a script that differ where a call does not come which enters these steps.
type Way = fn(&Script, &[String]) -> [String; 2];

/// In what the two programs differ.
const WAYS: [Way; 4] = [
    // Another line's words and another step's limit.
    |script, _| {
        let text = write::text(script) + &rule(script);
        let other = SPARE.replace("稍候。", "请稍候片刻。").replace("限时 5秒", "限时 1秒");
        [format!("{text}{SPARE}"), text + &other]
    },
    // A flow that is new, so that all others stand elsewhere.
    |script, _| [write::text(script), write::text(script).replacen("动作 办", &format!("{SPARE}动作 办"), 1)],
    // A rule that asks which step is entered, where perhaps none did. Something is watched in both: a rule hears what comes behind the end.
    |script, _| {
        let text = write::text(script) + SPARE + &rule(script);
        [text.replace("进入 备一 之后 5秒 以内 必须 离开 备一", "不得 客户 静音"), text]
    },
    // Lines in the steps that this call does not come to.
    |script, entered| {
        let mut other = script.clone();
        let flows = other.flows.iter_mut().chain(&mut other.case);
        for step in flows.flat_map(|f| &mut f.steps).filter(|step| !entered.contains(&step.name)) {
            let behind = usize::from(matches!(step.body.first(), Some(Stmt::Set(_))));
            step.body.splice(behind..behind, Block::from([Stmt::Tip(990), Stmt::Tip(991)]));
        }
        [write::text(script), write::text(&other)]
    },
];

#[test]
fn what_the_call_never_comes_to_changes_nothing() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(or);
    let (seed, scripts) = (number("HUASHU_SEED", 20_260_305), number("HUASHU_SCRIPTS", SCRIPTS));
    for i in 0..scripts {
        let mut dice = Dice::seeded(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(i));
        let (script, machine) = loop {
            let script = generate::script(&mut dice);
            if let Ok(machine) = actual::compile(&script) {
                break (script, machine);
            }
        };
        let lengths = script.lengths();
        let streams: Vec<Stream> = (0..STREAMS).map(|_| stream::stream(&mut dice, &script, &lengths)).collect();
        let entered: Vec<String> = streams.iter().flat_map(|stream| entered(&script, &machine, stream)).collect();
        for (way, differ) in WAYS.iter().enumerate() {
            let mut machines =
                differ(&script, &entered).map(|text| actual::compile_text(&text).unwrap_or_else(|why| panic!("{why}\n{text}")));
            if dice.chance(50) {
                machines.reverse();
            }
            for stream in &streams {
                if let Err(why) = to_and_fro(way, &mut dice, &script, &machines, stream) {
                    let events: Vec<String> = stream.events.iter().map(actual::shown).collect();
                    let given = stream.given;
                    panic!("seed {seed} + {i}, way {way}: {why}\n{}\n会员 {given}\n{}", write::text(&script), events.join("\n"));
                }
            }
        }
    }
}

/// Plays a call that stays where it began beside one that is carried over before some of its events.
fn to_and_fro(way: usize, dice: &mut Dice, script: &Script, machines: &[Arc<Machine>; 2], stream: &Stream) -> Result<(), String> {
    let (mut stays, mut moves) = (actual::begin(script, &machines[0], stream), actual::begin(script, &machines[0], stream));
    // A host takes what it is told before it stops.
    stays.clear_effects();
    moves.clear_effects();
    let often = dice.pick(&[100, 40, 10]);
    let mut other = 0;
    for event in &stream.events {
        if dice.chance(often) {
            other = 1 - other;
            moves = Session::migrate(machines[other].clone(), &moves.snapshot(), true).map_err(|e| format!("{e:?}"))?.state;
        }
        let what = |machine| actual::told(machine, &event.what, event.at);
        let sent = [stays.send(&what(&machines[0]), event.at), moves.send(&what(&machines[other]), event.at)];
        let [stayed, moved] = sent.map(|sent| sent.map_err(|e| e.kind));
        let told = [log(&mut stays), log(&mut moves)];
        let kept = [kept(&stays), kept(&moves)];
        // A rule of its own is judged from now on, and says so.
        if way != 2 && kept[0] != kept[1] {
            return Err(format!("{:#?}\n{:#?}", kept[0], kept[1]));
        }
        let stands = [standing(&stays), standing(&moves)];
        if stayed != moved || told[0] != told[1] || stands[0] != stands[1] {
            return Err(format!("{stayed:?} {moved:?} at {}\n{told:#?}\n{}\n{}", actual::shown(event), stands[0], stands[1]));
        }
    }
    Ok(())
}

/// The steps that are entered where the call never stops.
fn entered(script: &Script, machine: &Arc<Machine>, stream: &Stream) -> Vec<String> {
    let mut session = actual::begin(script, machine, stream);
    for event in &stream.events {
        let _ = session.send(&actual::told(machine, &event.what, event.at), event.at);
    }
    let told = session.take_effects();
    let all = told.iter().map(|e| session.effect_json(e)).filter(|e| e["effect"] == "enter");
    all.filter_map(|e| Some(e["step"].as_str()?.to_owned())).collect()
}

/// What was told, without places in the source.
fn log(session: &mut Session) -> Vec<Json> {
    let told = session.take_effects();
    let mut all: Vec<Json> = told.iter().map(|e| session.effect_json(e)).collect();
    all.iter_mut().for_each(super::law::unplaced);
    all.retain(|e| e["rule"] != "备则");
    all
}

/// Where it stands, what is owed, how its rules stand.
fn standing(session: &Session) -> Json {
    let rules: Vec<String> = session.verdicts().iter().filter(|v| v.rule != "备则").map(|v| format!("{v:?}")).collect();
    let mut all = json!([session.view(), rules, session.next_deadline()]);
    // Whether what was refused moved the clock on is for the next event alone to say.
    if let Some(view) = all[0].as_object_mut() {
        view.remove("now");
    }
    super::law::unplaced(&mut all);
    all
}

/// What a snapshot holds, but for the program's hash.
fn kept(session: &Session) -> Json {
    let mut snapshot = session.snapshot();
    if let Some(o) = snapshot.as_object_mut() {
        o.remove("program");
    }
    snapshot
}
