//! 说过 of a recording: whether the agent's side said it.

use super::expect::collect;
use super::player::Player;
use crate::base::Message;
use crate::base::phrase::{Amount, Choice, Closeness, Folding, Speech, Wanted};
use crate::sema::model::{Line, LineSource, MatchMode, Quantifier};

/// Turns shown of what was said instead.
const SHOWN: usize = 3;

/// What is not as expected; nothing where all is.
pub(super) fn said(player: &Player<'_>, line: &Line, never: bool) -> Option<Message> {
    let choice = choice(player, line)?;
    let turns = &player.journal.heard;
    let mut speech = Speech::default();
    turns.iter().for_each(|(text, runs_on)| speech.push(text, *runs_on));
    let (_, found) = choice.compare(&speech, None);
    match (found.said, never) {
        (true, false) | (false, true) => None,
        (true, true) => {
            let turn = found.place.and_then(|place| turns.get(place.to.0)).map_or("", |(text, _)| text.as_str());
            Some(Message::new(format!("说过 “{turn}”"), format!("“{turn}” was said")))
        }
        (false, false) => {
            let shown = turns.len().saturating_sub(SHOWN);
            let last: Vec<&str> = turns.iter().skip(shown).map(|(text, _)| text.as_str()).collect();
            Some(match found.place.and_then(|place| turns.get(place.from.0)) {
                Some((text, _)) => {
                    let missing: String = found.missing.iter().map(|words| format!("“{words}”")).collect();
                    let (zh, en) = if missing.is_empty() {
                        Default::default()
                    } else {
                        (format!("，少了{missing}"), format!(", missing {missing}"))
                    };
                    Message::new(format!("最像的是 “{text}”{zh}"), format!("the closest is “{text}”{en}"))
                }
                None if last.is_empty() => Message::new("话务员一句话也没有说", "the agent said nothing"),
                None => Message::new(
                    format!("话务员最后说的是 “{}”", last.join("” “")),
                    format!("what the agent said last: “{}”", last.join("” “")),
                ),
            })
        }
    }
}

/// The text, or the texts of the class, as they are to be heard.
fn choice(player: &Player<'_>, line: &Line) -> Option<Choice> {
    let values = &player.script.values;
    let model = player.script.model;
    match &line.source {
        LineSource::Text(text) => {
            let lines = vec![values.wanted(text, Folding::default())];
            Some(Choice { lines, closeness: closeness(line.mode, Amount::Any), amount: Amount::Any, open: false })
        }
        LineSource::Class(class, _) => {
            let declared = model.phrases.get(class.index())?;
            let amount = match declared.quantifier {
                Quantifier::Any => Amount::Any,
                Quantifier::All => Amount::All,
                Quantifier::InOrder => Amount::InOrder,
            };
            let mut entries = Vec::new();
            collect(model, *class, &mut entries, &mut Vec::new());
            let lines: Vec<Wanted> = entries.iter().map(|text| values.wanted(text, declared.folding)).collect();
            Some(Choice { lines, closeness: closeness(line.mode.or(declared.mode), amount), amount, open: false })
        }
        LineSource::Var(_) | LineSource::Bad => None,
    }
}

fn closeness(mode: Option<MatchMode>, amount: Amount) -> Closeness {
    match (mode, amount) {
        (Some(MatchMode::Verbatim), _) => Closeness::Verbatim,
        (None | Some(MatchMode::Gist), _) => Closeness::Gist,
        (Some(MatchMode::KeyPoints), Amount::InOrder) => Closeness::KeyPointsInOrder,
        (Some(MatchMode::KeyPoints), _) => Closeness::KeyPoints,
    }
}
