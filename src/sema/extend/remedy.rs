//! 否则: what is done when an obligation is not met. Whatever the parent does, the child does too.

use super::answer::{Fault, Held, refuse};
use super::event::action;
use super::pair::Side;
use super::sentence::Two;
use crate::sema::model::Remedy;

/// The remedies of a sentence.
pub(super) fn remedies(two: &Two<'_, '_>) -> Held {
    let kept: Vec<String> = two.own.otherwise.iter().map(|r| key(two.b, r)).collect();
    let lost = two.floor.otherwise.iter().find(|r| !kept.contains(&key(two.a, r)));
    refuse(lost.is_none(), || {
        let span = lost.map_or(two.floor.span, span);
        let words = two.pair.words(span);
        Fault::looser(two.at(), span, format!("“否则”少了“{words}”"), format!("`{words}` is no longer done otherwise"))
    })
}

fn span(remedy: &Remedy) -> crate::base::Span {
    match remedy {
        Remedy::Do(_, _, span) | Remedy::Escalate(_, span) => *span,
    }
}

fn key(side: Side<'_>, remedy: &Remedy) -> String {
    match remedy {
        Remedy::Do(id, args, _) => {
            let args: Vec<String> = args.iter().map(|a| side.key(a)).collect();
            format!("{}({})", action(side, id.index()).unwrap_or_default(), args.join(","))
        }
        Remedy::Escalate(id, _) => side.model.ladders.get(id.index()).map(|l| l.name.to_string()).unwrap_or_default(),
    }
}
