//! A line of a limit, a ladder or a recurring duty is left out.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::{Node, only_tips};
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Deadline, DeclKind, Escalate, Pause, Schedule};

/// 停表, 预警, 级, 提级, 直达, 须, 末次起算
pub(crate) static KIND: Kind =
    Kind { name: "drop-clause", title: ("去掉期限、升级、周期的一行", "drop a line of a limit, a ladder or a duty"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Decl(decl) => match &mut decl.kind {
            DeclKind::Deadline(limit) => deadline(limit, turn),
            DeclKind::Retain(retain) => pauses(&mut retain.pauses, turn),
            DeclKind::Escalate(ladder) => escalate(ladder, turn),
            DeclKind::Schedule(duties) => schedule(duties, turn),
            _ => {}
        },
        Node::Sentence(sentence) if sentence.latest.is_some_and(|span| turn.offers(span, |_| latest())) => {
            sentence.latest = None;
        }
        _ => {}
    }
}

fn deadline(limit: &mut Deadline, turn: &mut Turn<'_>) {
    pauses(&mut limit.pauses, turn);
    turn.drops(&mut limit.warnings, |warning, turn| {
        if only_tips(&warning.body.body) {
            return None;
        }
        let words = format!("预警 剩 {}", turn.written(warning.left.span));
        let change = change(&words, "走到预警的时候，期望预警做的事做过", "let time pass to the warning, and expect what it does");
        Some((warning.left.span, change))
    });
    if limit.latest && turn.offers(limit.name.span, |_| latest()) {
        limit.latest = false;
    }
}

fn escalate(ladder: &mut Escalate, turn: &mut Turn<'_>) {
    // A ladder needs a rung.
    if ladder.rungs.len() > 1 {
        turn.drops(&mut ladder.rungs, |rung, turn| {
            let (zh, en) = ("走到这一级，期望移交给这个角色", "let it come to this rung, and expect that this role has it");
            Some((rung.span, change(&turn.line(rung.span), zh, en).line(format!("期望 移交 {}", rung.role.text))))
        });
    }
    turn.drops(&mut ladder.raises, |raise, turn| {
        let (zh, en) = ("让这件事发生，期望提到那一级", "let it happen, and expect the rung it goes to");
        Some((raise.span, change(&turn.line(raise.span), zh, en)))
    });
    turn.drops(&mut ladder.jumps, |jump, turn| {
        let (zh, en) = ("让条件成立，期望直接到那一级", "let the condition hold, and expect that rung at once");
        Some((jump.span, change(&turn.line(jump.span), zh, en).line(format!("期望 移交 {}", jump.to.text))))
    });
}

fn schedule(schedule: &mut Schedule, turn: &mut Turn<'_>) {
    let name = schedule.name.text.clone();
    // Without any duty it is no recurring duty.
    if schedule.duties.len() > 1 {
        turn.drops(&mut schedule.duties, |duty, turn| {
            let (zh, en) = ("漏做这一件，期望违反", "leave this one out, and expect that it is missed");
            Some((duty.span, change(&turn.line(duty.span), zh, en).line(format!("期望 违反 {name}"))))
        });
    }
}

fn pauses(list: &mut Vec<Pause>, turn: &mut Turn<'_>) {
    turn.drops(list, |pause, turn| {
        let (zh, en) = ("停表一阵，期望到期往后挪", "let the clock stand for a while, and expect that the limit ends later");
        Some((pause.span, change(&turn.line(pause.span), zh, en)))
    });
}

fn latest() -> Change {
    change("末次起算", "让开头的事发生两次，期望从后一次算", "let it be opened twice, and expect that the second counts")
}

fn change(words: &str, zh: &str, en: &str) -> Change {
    Change::new(Message::new(format!("去掉了“{words}”"), format!("dropped `{words}`")), Message::new(zh, en))
}
