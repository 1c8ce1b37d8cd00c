//! A row of a table is left out, so that another one takes its place.

use crate::base::Message;
use crate::mutate::change::marked;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::RowHead;

/// A row of 按. Where nothing else could take what it takes, the checker would find the gap: those rows are not tried.
pub(crate) static KIND: Kind = Kind { name: "drop-row", title: ("去掉表格的一行", "drop a row"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Table(table) = node else { return };
    let rest = |row: &RowHead| matches!(row, RowHead::Otherwise);
    if !table.in_order && !table.rows.iter().any(|r| rest(&r.head)) {
        return;
    }
    turn.drops(&mut table.rows, |row, turn| {
        if rest(&row.head) {
            return None;
        }
        let line = turn.line(row.span);
        let what = Message::new(format!("去掉了这一行{}", marked(&line)), format!("dropped the row `{line}`"));
        let advice = Message::new("让值落在这一行，期望它的结果", "let the values fall into this row, and expect what it gives");
        Some((row.span, Change::new(what, advice)))
    });
}
