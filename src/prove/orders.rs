//! 照做: what is on the screens, and how much of it has been said.

use super::live::Lived;
use super::node::Node;
use super::path::{Made, Step};
use super::world::Turn;
use crate::runtime::{EffectKind, LineView, Modality, Session, ThreadView};

/// The lines on the screens, by thread, and which of them must be said.
pub(super) type Ordered = Vec<(u32, Vec<(bool, String)>)>;

/// The lines on the screens, by thread, and which of them must be said.
pub(super) fn ordered(session: &Session, speech: bool) -> Ordered {
    if !speech {
        return Vec::new();
    }
    let view = session.view();
    let lines = |t: &ThreadView| {
        let line = |l: &LineView| (l.modality == Modality::Must, l.words.concat());
        (t.case, t.lines.iter().map(line).collect())
    };
    view.call.iter().chain(&view.cases).map(lines).collect()
}

/// 照做: how much of the lines on the screens has been said after a step. None where the machine went on before a line that had to be
/// said was said.
pub(super) fn said(node: &Node, step: &Step, before: &[Ordered; 2], pair: &[Lived; 2], speech: bool) -> Option<Vec<(u32, usize)>> {
    if !speech {
        return Some(Vec::new());
    }
    let ([before, _], [lived, _]) = (before, pair);
    let after = ordered(&lived.session, speech);
    let mut kept = Vec::new();
    for (case, lines) in before {
        let mut n = node.said.iter().find(|(c, _)| c == case).map_or(0, |(_, n)| *n);
        if let Made::Turn(Turn { says: Some((of, upto)), .. }) = &step.made
            && of == case
        {
            n = *upto;
        }
        let moved = lived.session.effects().iter().any(|e| {
            let of = e.case == *case;
            of && matches!(e.kind, EffectKind::Enter | EffectKind::Leave | EffectKind::End(_))
        });
        let stays = !moved && after.iter().any(|(c, now)| c == case && now.starts_with(lines));
        if stays {
            kept.push((*case, n));
        } else if lines.iter().skip(n).any(|(must, _)| *must) {
            return None;
        }
    }
    kept.retain(|(_, n)| *n > 0);
    Some(kept)
}
