//! Findings on lines that ought to be said, as JSON.

use super::effect::Effect;
use super::lines::{Closest, LineFault, LineFinding, Quote};
use super::machine::Machine;
use crate::program::{Modality, SourcePlace};
use serde_json::{Map, Value as Json, json};

/// The members of a finding: which line, what is wrong with it, what was said. Gives its id.
pub(crate) fn members(m: &Machine, effect: &Effect, found: &LineFinding, o: &mut Map<String, Json>) -> &'static str {
    let level = match found.modality {
        Modality::Must => "must",
        Modality::Should => "should",
        Modality::May => "may",
    };
    o.insert("modality".into(), level.into());
    compared(m, effect, &found.closest, o);
    o.insert("between".into(), json!([found.between.0, found.between.1]));
    if !found.basis.is_empty() {
        o.insert("basis".into(), json!(found.basis));
    }
    match &found.fault {
        LineFault::Missing => "line_missing",
        LineFault::Early(after) => {
            o.insert("after".into(), after.as_str().into());
            "line_early"
        }
        LineFault::Unknown(reason) => {
            o.insert("reason".into(), reason.id().into());
            "line_unknown"
        }
    }
}

/// The members that tell how the closest line compares with what was said.
pub(crate) fn compared(m: &Machine, effect: &Effect, found: &Closest, o: &mut Map<String, Json>) {
    let mut wanted = json!({"id": found.id, "text": found.line, "others": found.others});
    if let (Some((file, line)), Some(wanted)) = (m.written_apart(effect, found), wanted.as_object_mut()) {
        wanted.insert("file".into(), file.into());
        wanted.insert("line".into(), line.into());
    }
    o.insert("wanted".into(), wanted);
    for (key, words) in [("missing", &found.missing), ("too_early", &found.misplaced)] {
        if !words.is_empty() {
            o.insert(key.into(), json!(words));
        }
    }
    if !found.wrong.is_empty() {
        o.insert("wrong".into(), found.wrong.iter().map(|(value, said)| json!({"value": value, "said": said})).collect());
    }
    if found.contrary {
        o.insert("contrary".into(), true.into());
    }
    let (differing, forgiven) = found.differing;
    o.insert("differing".into(), differing.into());
    o.insert("forgiven".into(), forgiven.into());
    o.insert("said".into(), found.said.iter().map(quote).collect());
}

impl Machine {
    /// Where the words of a line stand, where that is not the statement that ordered them: the file and line of an entry of 用语.
    pub fn written_apart(&self, effect: &Effect, found: &Closest) -> Option<(&str, u32)> {
        let line = self.program.lines.iter().position(|l| l.id == found.id)?;
        let SourcePlace(file, line, _) = *self.sources.lines.get(line)?;
        let file = self.sources.files.get(file as usize)?.as_str();
        let ordered = self.place_of(effect).map(|(file, line, _)| (file, line));
        (ordered != Some((file, line))).then_some((file, line))
    }
}

fn quote(quote: &Quote) -> Json {
    match quote.part {
        Some((from, to)) => json!({"at": quote.at, "text": quote.text, "start": from, "end": to}),
        None => json!({"at": quote.at, "text": quote.text}),
    }
}
