//! Limits in words: what became of a 期限, 升级, 周期 or 留存.

use crate::base::Message;
use crate::base::calendar::zone::ymd;
use crate::runtime::{LimitNote, Machine, Showing};

/// A limit's name and key, and what is said of it.
pub(crate) fn of(machine: &Machine, note: &LimitNote, zh: &str, en: &str) -> Message {
    let name = machine.limit_name(note.kind, note.of);
    let of = if note.key.is_empty() { String::new() } else { format!("（{}）", note.key) };
    Message::new(format!("{name}{of}：{zh}"), format!("{name}{of}: {en}"))
}

/// What happened to a limit.
pub(crate) fn told(machine: &Machine, note: &LimitNote) -> Message {
    let until = |last: Option<i64>| last.map_or_else(|| "?".to_owned(), |at| instant(machine, at));
    let say = |zh: String, en: String| of(machine, note, &zh, &en);
    match note.state {
        Showing::Running(last) => say(format!("到 {}", until(last)), format!("up to {}", until(last))),
        Showing::Paused => say("停表".into(), "the clock stands".into()),
        Showing::Warned => say("预警".into(), "warning".into()),
        Showing::Broken => say("违期".into(), "overdue".into()),
        Showing::Late => say("开始时已经过点".into(), "past when it was opened".into()),
        Showing::Closed(false) => say("完成".into(), "done".into()),
        Showing::Closed(true) => say("违期了结".into(), "closed overdue".into()),
        Showing::Rung(role, last) => {
            let role = machine.program.roles.get(role as usize).map_or("", |r| r.name.as_str());
            say(format!("移交 {role}，到 {}", until(last)), format!("handed to {role}, up to {}", until(last)))
        }
        Showing::Top => say("到顶".into(), "at its top".into()),
        Showing::Expired => say("期满".into(), "its time is over".into()),
    }
}

/// An instant as a date and a time of day.
pub(crate) fn instant(machine: &Machine, at: i64) -> String {
    let Some((date, ms)) = machine.local(at) else { return at.to_string() };
    let (year, month, day) = ymd(date).unwrap_or((0, 0, 0));
    let (hour, minute, second, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let mut text = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}");
    if second > 0 || rest > 0 {
        text.push_str(&format!(":{second:02}"));
    }
    if rest > 0 {
        text.push_str(&format!(".{rest:03}"));
    }
    text
}
