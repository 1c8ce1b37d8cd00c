//! Words that were forbidden may be said.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::DeclKind;

/// An entry of a 禁语
pub(crate) static KIND: Kind = Kind { name: "drop-phrase", title: ("去掉一条禁语", "drop a forbidden phrase"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Decl(decl) = node else { return };
    let DeclKind::Forbid(forbid) = &mut decl.kind else { return };
    let name = forbid.name.text.clone();
    turn.drops(&mut forbid.entries, |entry, turn| {
        let phrase = turn.written(entry.phrase.span);
        let what = Message::new(format!("去掉了禁语“{phrase}”"), format!("dropped the forbidden phrase `{phrase}`"));
        let said = phrase.trim_end_matches('…');
        let change = match turn.ruled.rule_on(&name) {
            Some(rule) => {
                let advice = Message::new("说一次这个词，期望违反", "say it, and expect that it breaks the rule");
                Change::new(what, advice).line(format!("话务员: {said}。")).line(format!("期望 违反 {rule}"))
            }
            // Words that no rule forbids are kept out of the script's own lines, and nobody listens for them in a call.
            None => {
                let zh = format!("还没有规则管“{name}”：先写一条，再写一个说了它的场景");
                let en = format!("no rule forbids `{name}` yet: write one, then a scenario where it is said");
                Change::new(what, Message::new(zh, en)).line(format!("规则 {name}规则")).line(format!("  不得 话务员 说 {name}"))
            }
        };
        Some((entry.phrase.span, change))
    });
}
