//! 期望 期限, 移交, and 不违反 of a limit.

use super::player::Player;
use crate::api::limits::instant;
use crate::base::Message;
use crate::runtime::{Due, Val};
use crate::sema::model::{LimitExpect, RoleId, Value};

/// 期限: where a limit stands, of whatever key.
pub(super) fn stands(player: &Player<'_>, name: &str, expected: &LimitExpect) -> Option<Message> {
    let machine = player.script.machine;
    let values = &player.script.values;
    let running = |sort: &Val| player.session.limit_state(name, sort);
    match expected {
        LimitExpect::None => {
            let found = running(&Val::Unknown);
            (!found.is_empty()).then(|| told(player, &found))
        }
        LimitExpect::Until(at) => {
            let wanted = values.local(at).and_then(|(date, ms)| machine.instant(date, ms));
            let found = running(&Val::Unknown);
            (wanted.is_none() || !found.iter().any(|d| d.last == wanted)).then(|| told(player, &found))
        }
        LimitExpect::Left(left) => {
            let sort = match values.length(left) {
                Some(Value::Duration(ms)) => Val::Duration(ms),
                Some(Value::Civil(n, unit)) => Val::Civil(n, unit),
                _ => Val::Unknown,
            };
            let found = running(&sort);
            (!found.iter().any(|d| d.left.as_ref().is_some_and(|left| same(left, &sort)))).then(|| told(player, &found))
        }
    }
}

/// Whether two lengths of one sort are the same.
fn same(a: &Val, b: &Val) -> bool {
    match (a, b) {
        (Val::Duration(a), Val::Duration(b)) => a == b,
        (Val::Civil(a, u), Val::Civil(b, v)) => {
            let ((u, k), (v, l)) = (u.least(), v.least());
            u == v && a.checked_mul(k) == b.checked_mul(l)
        }
        _ => false,
    }
}

fn told(player: &Player<'_>, found: &[Due]) -> Message {
    if found.is_empty() {
        return Message::new("没有在走的", "none is running");
    }
    let machine = player.script.machine;
    let each = found.iter().map(|d| match (d.last, &d.left) {
        (Some(last), _) => (format!("到 {}", instant(machine, last)), format!("up to {}", instant(machine, last))),
        (None, Some(left)) => (format!("停着，剩 {}", length(left)), format!("standing, {} left", length(left))),
        (None, None) => ("停着".to_owned(), "standing".to_owned()),
    });
    let (zh, en): (Vec<String>, Vec<String>) = each.unzip();
    Message::new(zh.join("；"), en.join("; "))
}

fn length(left: &Val) -> String {
    match left {
        Val::Duration(ms) if ms % 3_600_000 == 0 => format!("{}小时", ms / 3_600_000),
        Val::Duration(ms) if ms % 60_000 == 0 => format!("{}分钟", ms / 60_000),
        Val::Duration(ms) => format!("{ms}毫秒"),
        Val::Civil(n, unit) => format!("{n} {unit:?}"),
        _ => "?".to_owned(),
    }
}

/// What is expected, in words.
pub(super) fn described(player: &Player<'_>, name: &str, expected: &LimitExpect) -> Message {
    let text = |e: &crate::sema::model::Expr| {
        let values = &player.script.values;
        let at = values.local(e).and_then(|(date, ms)| player.script.machine.instant(date, ms));
        at.map(|at| instant(player.script.machine, at)).unwrap_or_default()
    };
    match expected {
        LimitExpect::None => Message::new(format!("期限 {name} 无"), format!("deadline {name} none")),
        LimitExpect::Until(at) => Message::new(format!("期限 {name} 到 {}", text(at)), format!("deadline {name} until {}", text(at))),
        LimitExpect::Left(left) => {
            let left = match player.script.values.length(left) {
                Some(Value::Duration(ms)) => length(&Val::Duration(ms)),
                Some(Value::Civil(n, unit)) => length(&Val::Civil(n, unit)),
                _ => String::new(),
            };
            Message::new(format!("期限 {name} 剩 {left}"), format!("deadline {name} left {left}"))
        }
    }
}

/// 移交: whether a rung of this role was entered.
pub(super) fn handed(player: &Player<'_>, role: RoleId) -> Option<Message> {
    let name = |r: u32| player.script.machine.program.roles.get(r as usize).map_or("", |r| r.name.as_str());
    let to = &player.journal.handed;
    (!to.contains(&role.0)).then(|| match to.as_slice() {
        [] => Message::new("没有移交过", "nothing was handed over"),
        all => {
            let names: Vec<&str> = all.iter().map(|r| name(*r)).collect();
            Message::new(format!("移交过：{}", names.join("、")), format!("handed to: {}", names.join(", ")))
        }
    })
}
