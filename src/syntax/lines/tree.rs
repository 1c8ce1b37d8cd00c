//! The tree of indentation: a deeper line belongs to the nearest shallower line above it.

use super::{Flaw, Line};
use crate::base::limits;

/// Gives every line its depth and the end of its subtree, and lists the lines whose depth matches no open level.
pub(super) fn build(lines: &mut [Line<'_>], uneven: &mut Vec<u32>) {
    // The open levels: the column of the level and the last line on it.
    let mut open: Vec<(u32, usize)> = Vec::new();
    for index in 0..lines.len() {
        let Some(column) = lines.get(index).map(|l| l.column) else { break };
        let mut dedented = false;
        while let Some((_, last)) = open.pop_if(|(level, _)| column < *level) {
            close(lines, last, index);
            dedented = true;
        }
        match open.last_mut() {
            Some((level, last)) if *level == column || dedented => {
                close(lines, *last, index);
                *last = index;
                // A depth between two levels is read as the shallower one.
                if *level != column {
                    uneven.push(index as u32);
                }
            }
            Some(_) => open.push((column, index)),
            None => {
                open.push((column, index));
                // Left of everything before it.
                if dedented {
                    uneven.push(index as u32);
                }
            }
        }
        let depth = open.len() - 1;
        if let Some(line) = lines.get_mut(index) {
            line.depth = depth as u32;
            if depth >= limits::DEPTH {
                line.flaw = Some(Flaw::Deep);
            }
        }
    }
    let end = lines.len();
    for (_, last) in open {
        close(lines, last, end);
    }
}

fn close(lines: &mut [Line<'_>], index: usize, until: usize) {
    if let Some(line) = lines.get_mut(index) {
        line.until = until as u32;
    }
}
