//! What falls into rest is moved the other way.

use crate::base::{Message, Span};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{CalendarLineKind, DeclKind, OnRest, Shift};

/// 顺延, 提前
pub(crate) static KIND: Kind = Kind { name: "flip-shift", title: ("顺延和提前对调", "swap postponing and advancing"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Limit(limit) => {
            let span = limit.span;
            limit.shift.iter_mut().for_each(|s| flip(s, span, turn));
        }
        Node::Decl(decl) => match &mut decl.kind {
            DeclKind::Schedule(schedule) => {
                if let Some(occasion) = &mut schedule.occasion
                    && let Some(OnRest::Shift(shift)) = &mut occasion.on_rest
                {
                    flip(shift, occasion.span, turn);
                }
            }
            DeclKind::Calendar(calendar) => {
                for line in &mut calendar.lines {
                    if let CalendarLineKind::RestHit(shift) = &mut line.kind {
                        flip(shift, line.span, turn);
                    }
                }
            }
            _ => {}
        },
        _ => {}
    }
}

fn flip(shift: &mut Shift, span: Span, turn: &mut Turn<'_>) {
    let (from, to, other) = match shift {
        Shift::Postpone => ("顺延", "提前", Shift::Advance),
        Shift::Advance => ("提前", "顺延", Shift::Postpone),
    };
    let flipped = turn.offers(span, |_| {
        let what = Message::new(format!("“{from}”改成了“{to}”"), format!("changed `{from}` to `{to}`"));
        let (zh, en) = ("写一个到期落在休息里的场景，期望到期的时刻", "write a scenario where it ends in rest, and expect when it is due");
        Change::new(what, Message::new(zh, en))
    });
    if flipped {
        *shift = other;
    }
}
