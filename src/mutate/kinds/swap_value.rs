//! A row of a 判定 gives what another row gives.

use crate::base::Message;
use crate::mutate::change::marked;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};

/// What a row of 判定 ends in
pub(crate) static KIND: Kind = Kind { name: "swap-value", title: ("判定得出别的值", "decide another value"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Table(table) = node else { return };
    let values: Vec<_> = table.rows.iter().filter_map(|r| r.value.clone()).collect();
    for row in &mut table.rows {
        let Some(value) = &mut row.value else { continue };
        let from = turn.written(value.span);
        let at = values.iter().position(|v| v.span == value.span).map_or(0, |i| i + 1);
        let Some(other) = values.iter().cycle().skip(at).take(values.len()).find(|v| turn.written(v.span) != from) else { continue };
        let to = turn.written(other.span);
        let taken = turn.offers(row.span, |_| {
            let what =
                Message::new(format!("这一行的{}改成了{}", marked(&from), marked(&to)), format!("changed `{from}` of this row to `{to}`"));
            let advice = Message::new("让值落在这一行，期望它的结果", "let the values fall into this row, and expect what it gives");
            Change::new(what, advice)
        });
        if taken {
            value.kind = other.kind.clone();
            return;
        }
    }
}
