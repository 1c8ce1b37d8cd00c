//! What the script itself says, held against what it forbids; and phrase sets that do nothing.

mod matcher;
mod spoken;

use crate::base::phrase::{self, Set, Words, contains};
use crate::base::{Diagnostic, Sources, Span};
use crate::sema::codes::phrases::{EMPTY_CLASS, IDLE_EXCEPTION, OWN_LINE_FORBIDDEN, SAME_TEXT_TWICE};
use crate::sema::hash::Map;
use crate::sema::model::{Forbid, Model, Phrases, Text, TextPart};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Reports ordered lines and replacements that are forbidden, idle exceptions, empty classes and texts that stand in two classes.
pub(crate) fn check(model: &Model, sources: &Sources, out: &mut Vec<Diagnostic>) {
    empty_classes(model, out);
    same_texts(model, sources, out);
    for forbid in &model.forbids {
        idle_exceptions(model, forbid, out);
    }
    let armed: Vec<Armed<'_>> = model.forbids.iter().map(|f| Armed::of(model, f)).collect();
    replacements(&armed, out);
    own_lines(model, &armed, sources, out);
}

fn empty_classes(model: &Model, out: &mut Vec<Diagnostic>) {
    for class in model.phrases.iter().filter(|c| c.entries.is_empty() && c.includes.is_empty()) {
        let name = &class.name;
        out.push(
            Diagnostic::new(&EMPTY_CLASS, class.span, format!("用语“{name}”里一句话也没有"), format!("the class “{name}” has no entry"))
                .help(
                    "在它下面缩进写上至少一句；还没定的，先写一句临时的。",
                    "Write at least one sentence below it, indented; a provisional one where it is not settled.",
                ),
        );
    }
}

fn same_texts(model: &Model, sources: &Sources, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, (&Phrases, Span)> = HashMap::new();
    for class in &model.phrases {
        for (text, _) in &class.entries {
            let words = phrase::folded(sources.slice(text.span).trim_matches(['“', '”', '"', '「', '」']));
            match seen.get(&words) {
                Some((first, at)) if first.name != class.name => out.push(
                    Diagnostic::new(
                        &SAME_TEXT_TWICE,
                        text.span,
                        format!("这句话在用语“{}”里已经有了", first.name),
                        format!("this text stands in the class “{}” already", first.name),
                    )
                    .label(format!("又写在“{}”里", class.name), format!("again in “{}”", class.name))
                    .related(*at, "先写在这里", "first written here")
                    .help(
                        "只留一处；要两边都算，就在一边写 包括 另一类。",
                        "Keep one of them; where both should count, let one class 包括 (include) the other.",
                    ),
                ),
                Some(_) => {}
                None => {
                    seen.insert(words, (class, text.span));
                }
            }
        }
    }
}

fn idle_exceptions(model: &Model, forbid: &Forbid, out: &mut Vec<Diagnostic>) {
    let phrases: Vec<&str> = entries(model, forbid).collect();
    if phrases.is_empty() {
        return;
    }
    for (text, span) in forbid.unless.iter().filter(|(text, _)| !phrases.iter().any(|p| contains(text, p))) {
        out.push(
            Diagnostic::new(
                &IDLE_EXCEPTION,
                *span,
                format!("“除非 {text}”不起作用：它里面没有“{}”的任何一个词", forbid.name),
                format!("the exception “{text}” shields nothing: it contains no phrase of “{}”", forbid.name),
            )
            .help(
                "“除非”后面要写把禁语包在里面的整句，例如禁的是“不行”，写“除非 不行贿”；写错了就改，用不着就删。",
                "An exception is a longer text that contains a forbidden phrase, such as 行不行 for 不行. Mend it, or delete it.",
            ),
        );
    }
}

/// The phrases of a 禁语, with those of the classes it includes.
fn entries<'m>(model: &'m Model, forbid: &'m Forbid) -> impl Iterator<Item = &'m str> {
    let included = forbid.includes.iter().filter_map(|id| model.phrases.get(id.index()));
    let included = included.flat_map(|class| class.entries.iter()).filter_map(|(text, _)| spoken::plain(text));
    forbid.entries.iter().map(|e| e.phrase.as_str()).chain(included)
}

/// A 禁语 made ready, with its phrases.
pub(super) struct Armed<'m> {
    forbid: &'m Forbid,
    phrases: Vec<&'m str>,
    set: Set,
}

impl<'m> Armed<'m> {
    pub(super) fn of(model: &'m Model, forbid: &'m Forbid) -> Self {
        let phrases: Vec<&str> = entries(model, forbid).collect();
        let set = matcher::set(forbid, phrases.iter().copied());
        Self { forbid, phrases, set }
    }

    /// Whether a line hits any of its phrases.
    pub(super) fn hits(&self, words: &Words) -> bool {
        !self.set.hits(words, false).is_empty()
    }

    /// The first phrase that a line hits, and the bytes of the line on which it stands.
    fn hit(&self, words: &Words) -> Option<(&'m str, (usize, usize))> {
        let hit = self.set.hits(words, false).into_iter().next()?;
        Some((self.phrases.get(hit.phrase)?, words.bytes(hit.start, hit.end)))
    }
}

fn replacements(armed: &[Armed<'_>], out: &mut Vec<Diagnostic>) {
    let everywhere: Vec<&Armed<'_>> = armed.iter().filter(|a| spoken::everywhere(a.forbid)).collect();
    for entry in armed.iter().flat_map(|a| &a.forbid.entries) {
        let Some((text, span)) = &entry.replacement else { continue };
        let words = Words::of(text);
        for other in &everywhere {
            if let Some((phrase, _)) = other.hit(&words) {
                let found = finding(*span, phrase, other.forbid, "替代的话", "the replacement");
                out.push(found.help("换一句不碰禁语的替代话。", "Choose a replacement that hits no forbidden phrase."));
                break;
            }
        }
    }
}

fn own_lines(model: &Model, armed: &[Armed<'_>], sources: &Sources, out: &mut Vec<Diagnostic>) {
    if armed.is_empty() {
        return;
    }
    let heads = heads(armed);
    let mut told: HashSet<(Span, usize)> = HashSet::new();
    for said in spoken::lines(model) {
        let words = matcher::words(said.text);
        // Nearly every line is turned away by its characters: it has none that begins a forbidden phrase.
        let near: BTreeSet<usize> = words.folded().iter().filter_map(|c| heads.get(c)).flatten().copied().collect();
        for (i, set) in near.into_iter().filter_map(|i| Some((i, armed.get(i)?))) {
            if !spoken::in_force(model, set.forbid, &said) {
                continue;
            }
            let Some((phrase, (start, end))) = set.hit(&words) else { continue };
            if told.insert((said.text.span, i)) {
                let written = written(said.text);
                let span = place(said.text, written.get(start..end).unwrap_or(""), sources);
                let mut found = finding(span, phrase, set.forbid, "脚本要说的这句话", "a line that the script orders");
                if let Some(at) = said.ordered_at {
                    found = found.related(at, "这里要求说它", "it is ordered here");
                }
                out.push(found.help(
                    "改这句话；确实可以说的，在禁语里写“除非”加上整句，或者用“只对”“范围”说明这里不算。",
                    "Change the line; if it may be said, shield it with 除非 and the whole phrase, or narrow the set with 只对 or 范围.",
                ));
            }
        }
    }
}

/// The plain characters of a line in a row, as they were given to the matcher.
fn written(text: &Text) -> String {
    fn push(parts: &[TextPart], out: &mut String) {
        for part in parts {
            match part {
                TextPart::Plain(plain) => out.push_str(plain),
                TextPart::Key(inner) => push(inner, out),
                TextPart::Value(..) | TextPart::Capture(..) | TextPart::Gap => {}
            }
        }
    }
    let mut out = String::new();
    push(&text.parts, &mut out);
    out
}

/// The sets that have a phrase beginning with a character.
fn heads(armed: &[Armed<'_>]) -> Map<char, Vec<usize>> {
    let mut heads: Map<char, Vec<usize>> = Map::default();
    for (i, set) in armed.iter().enumerate() {
        for head in set.set.heads() {
            heads.entry(head).or_default().push(i);
        }
    }
    heads
}

fn finding(span: Span, phrase: &str, forbid: &Forbid, zh: &str, en: &str) -> Diagnostic {
    let name = &forbid.name;
    let at = forbid.entries.iter().find(|e| e.phrase == phrase).map_or(forbid.span, |e| e.span);
    Diagnostic::new(
        &OWN_LINE_FORBIDDEN,
        span,
        format!("{zh}里有禁语“{name}”的“{phrase}”"),
        format!("{en} contains “{phrase}”, which the set “{name}” forbids"),
    )
    .related(at, "在这里禁的", "forbidden here")
}

/// Where the hit stands inside its text; the whole text where it cannot be told.
fn place(text: &Text, words: &str, sources: &Sources) -> Span {
    let whole = sources.slice(text.span);
    match whole.find(words) {
        Some(at) if !words.is_empty() => {
            let start = text.span.start as usize + at;
            Span::new(text.span.file, start, start + words.len())
        }
        _ => text.span,
    }
}
