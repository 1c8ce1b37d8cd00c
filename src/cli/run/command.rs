//! Commands of a call played in lines: `1`, `+10秒`, `接听`, `填 手机 = 139…`, `结果 占位 = 是`.

use super::call::Call;
use super::scene::Scene;
use super::typed;
use crate::base::Lang;
use crate::runtime::{Called, Event, Machine, Who};
use serde_json::{Map, Value as Json};

/// What a line asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    /// Something happens.
    Event(Event),
    /// So many ms pass.
    Pass(i64),
    /// Time passes to the next deadline.
    Next,
    /// The list of commands.
    Help,
    /// No more.
    Quit,
    /// Nothing.
    Nothing,
}

/// The list of commands, for people.
pub(crate) const HELP: &[(&str, &str, &str)] = &[
    ("1, 2 …", "选这个答复；写名字也行", "choose this answer; its name does as well"),
    ("+10秒, +3分", "时钟往前走", "let time pass"),
    ("到期", "走到下一个期限", "to the next deadline (due)"),
    ("来电 振铃 [几] 接听 客户挂机 话务员挂机 通话结束", "电话上的事", "incoming, ring, answer, hangup, agent hangup, ended"),
    ("填 名 = 值", "填一项，或答一个问题", "enter a value (fill NAME = VALUE)"),
    ("登记", "提交登记表", "submit the form"),
    ("结果 动作 = 值", "给出动作的结果；不写值就用场景里的", "answer an action (result NAME = VALUE)"),
    ("事件 名 [参数=值，…]", "脚本里声明的事件", "report a declared event (event NAME …)"),
    ("客户：… 话务员：…", "有人说话", "somebody speaks (customer: …, agent: …)"),
    ("情绪 激动", "客户的情绪变了", "the mood changes (mood NAME)"),
    ("退出", "不打了", "quit"),
];

/// Reads a line; the error says what is wrong with it.
pub(crate) fn read(line: &str, call: &Call, scene: &Scene) -> Result<Command, String> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(Command::Nothing);
    }
    if let Some(length) = line.strip_prefix(['+', '＋']) {
        return span(length).map(Command::Pass).ok_or_else(|| format!("+ {length}?"));
    }
    if let Some((who, text)) = line.split_once(['：', ':'])
        && let Some(who) = call.machine().who_named(who.trim())
    {
        return Ok(Command::Event(Event::Say { who, text: text.trim().into(), until: None }));
    }
    let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(w, r)| (w, r.trim()));
    let machine = call.machine();
    Ok(match word {
        "?" | "？" | "帮助" | "help" => Command::Help,
        "q" | "退出" | "quit" => Command::Quit,
        "到期" | "due" => Command::Next,
        "来电" | "incoming" => Command::Event(Event::Incoming),
        "外呼" | "outgoing" => {
            Command::Event(Event::Outgoing(Called { zone: (!rest.is_empty()).then(|| rest.into()), ..Called::default() }))
        }
        "振铃" | "ring" => {
            let n = if rest.is_empty() { call.rings + 1 } else { rest.trim_end_matches('声').parse().map_err(|_| format!("{rest}?"))? };
            Command::Event(Event::Ring(n))
        }
        "接听" | "answer" => Command::Event(Event::Answer),
        "客户挂机" | "挂机" | "hangup" => Command::Event(Event::Hangup(Who::Customer)),
        "话务员挂机" => Command::Event(Event::Hangup(Who::Agent)),
        "通话结束" | "ended" => Command::Event(Event::CallEnded),
        "登记" | "提交" | "submit" => Command::Event(Event::Submit { form: None, case: None }),
        "填" | "fill" => Command::Event(fill(rest)?),
        "结果" | "result" => Command::Event(result(rest, call, scene)?),
        "事件" | "event" => Command::Event(host(rest, machine)?),
        "情绪" | "mood" => Command::Event(Event::Mood(machine.mood(rest).map_err(|e| e.message().get(call.lang).to_owned())?)),
        _ => choose(line, machine, scene, call.lang)?,
    })
}

/// An option by its number or name.
fn choose(line: &str, machine: &Machine, scene: &Scene, lang: Lang) -> Result<Command, String> {
    let by_number = line.parse::<usize>().ok().and_then(|n| scene.options.get(n.checked_sub(1)?));
    let option = by_number.or_else(|| scene.options.iter().find(|o| o.label == line));
    let unknown = || {
        let names = scene.options.iter().map(|o| o.label.as_str()).collect::<Vec<_>>().join("、");
        match (lang, names.is_empty()) {
            (Lang::Zh, true) => format!("不认识“{line}”（? 列出命令）"),
            (Lang::Zh, false) => format!("不认识“{line}”；现在可以选 {names}（? 列出命令）"),
            (Lang::En, true) => format!("what is `{line}`? (? lists the commands)"),
            (Lang::En, false) => format!("what is `{line}`? It may be {names} (? lists the commands)"),
        }
    };
    let option = option.ok_or_else(unknown)?;
    let label = machine.label(&option.label).ok_or_else(unknown)?;
    Ok(Command::Event(Event::Choose { option: label, case: (option.case > 0).then_some(option.case) }))
}

fn fill(rest: &str) -> Result<Event, String> {
    let (name, value) = rest.split_once(['=', '＝']).ok_or_else(|| "填 名 = 值".to_owned())?;
    let (form, field) = name.trim().split_once('.').map_or((None, name.trim()), |(f, n)| (Some(f.trim()), n.trim()));
    Ok(Event::Fill { form: form.map(Into::into), field: field.into(), value: Json::String(value.trim().to_owned()), case: None })
}

fn result(rest: &str, call: &Call, scene: &Scene) -> Result<Event, String> {
    let (name, value) = rest.split_once(['=', '＝']).map_or((rest, None), |(n, v)| (n.trim(), Some(v.trim())));
    let awaited = scene.awaited.iter().find(|a| a.name == name || name.is_empty()).ok_or_else(|| {
        let names: Vec<&str> = scene.awaited.iter().map(|a| a.name.as_str()).collect();
        format!("{name}? {}", names.join("、"))
    })?;
    let typed = value.map_or_else(|| call.sample_answer(awaited.id), str::to_owned);
    answer(call, awaited.id, &typed).ok_or_else(|| name.to_owned())
}

/// The answer to an awaited action, as typed.
pub(crate) fn answer(call: &Call, id: u32, typed: &str) -> Option<Event> {
    let (name, slot) = call.awaited(id)?;
    let value = typed::read(call.machine(), &slot, typed);
    let mut args = Map::new();
    args.insert("result".to_owned(), value);
    Some(Event::Host { name: name.into(), args: Json::Object(args), id: Some(id), case: None })
}

/// A declared event with its arguments, as typed.
pub(crate) fn host(text: &str, machine: &Machine) -> Result<Event, String> {
    let (name, rest) = text.split_once([' ', '(', '（']).map_or((text, ""), |(n, r)| (n, r));
    let declared = machine.program.events.iter().find(|e| e.name == name.trim()).ok_or_else(|| {
        let names: Vec<&str> = machine.program.events.iter().map(|e| e.name.as_str()).collect();
        format!("{name}? {}", names.join("、"))
    })?;
    let rest = rest.trim_end_matches([')', '）']);
    let mut args = Map::new();
    for (given, value) in typed::pairs(rest) {
        let slot = declared.params.iter().find(|p| p.name == given.as_str()).map(|p| &p.slot);
        args.insert(given, slot.map_or_else(|| Json::String(value.clone()), |s| typed::read(machine, s, &value)));
    }
    Ok(Event::Host {
        name: declared.name.clone(),
        args: if args.is_empty() { Json::Null } else { Json::Object(args) },
        id: None,
        case: None,
    })
}

/// `10`, `10秒`, `3分`, `1小时`, `10s`, `3m`, `1h`: ms.
fn span(text: &str) -> Option<i64> {
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let n: i64 = text.get(..at)?.parse().ok()?;
    let unit = match text.get(at..)?.trim() {
        "毫秒" | "ms" => 1,
        "" | "秒" | "秒钟" | "s" => 1_000,
        "分" | "分钟" | "m" | "min" => 60_000,
        "小时" | "h" => 3_600_000,
        "天" | "d" => 86_400_000,
        _ => return None,
    };
    n.checked_mul(unit)
}
