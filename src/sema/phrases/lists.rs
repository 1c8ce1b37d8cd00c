//! What does nothing in a 禁语: phrases that are never hit, stand there twice, or only where another one stands; exceptions that spare nothing.

use super::matcher::{Forbidden, set};
use super::spoken;
use crate::base::phrase::{Fold, Hit, Matcher, Options, Set, fingerprint, is_nothing, is_same};
use crate::base::{Diagnostic, Edit, Sources, Span};
use crate::sema::codes::phrases::{IDLE_EXCEPTION, NEVER_HIT, PHRASE_TWICE, PHRASE_WITHIN};
use crate::sema::model::{Forbid, ForbidEntry, Model};
use smol_str::SmolStr;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Reports them.
pub(super) fn check(model: &Model, forbidden: &Forbidden<'_>, sources: &Sources, out: &mut Vec<Diagnostic>) {
    for (at, forbid) in model.forbids.iter().enumerate() {
        let (phrases, options) = (forbidden.phrases(at), forbid.options());
        let held = exceptions(forbid, phrases, options, sources, out);
        let (mut known, mut firsts) = (HashMap::new(), Vec::with_capacity(phrases.len()));
        // What is included counts as written before all others.
        for i in (forbid.entries.len()..phrases.len()).chain(0..forbid.entries.len()) {
            let words = phrases.get(i).map(|phrase| fingerprint(phrase, options)).unwrap_or_default();
            firsts.push((i, *known.entry(words).or_insert(i)));
        }
        firsts.sort_unstable();
        let firsts = firsts.into_iter().map(|(_, first)| first).collect();
        let list = List { forbidden, at, forbid, phrases, options, held, firsts, shields: OnceCell::new() };
        out.extend(forbid.entries.iter().enumerate().filter_map(|(i, entry)| Some(without(list.idle(i, entry)?, sources))));
        let included = forbid.includes.iter().filter_map(|id| model.phrases.get(id.index())).flat_map(|class| &class.entries);
        out.extend(included.filter(|(text, _)| spoken::plain(text).is_none()).map(|(text, _)| has_values(text.span, forbid)));
    }
}

/// The phrases of one 禁语.
struct List<'m> {
    forbidden: &'m Forbidden<'m>,
    at: usize,
    forbid: &'m Forbid,
    /// Its own, then those of the classes it includes.
    phrases: &'m [&'m str],
    options: Options,
    /// The phrases that stand in an exception.
    held: HashSet<usize>,
    /// By phrase: the first that is the same.
    firsts: Vec<usize>,
    /// Its exceptions; most lists never ask for them.
    shields: OnceCell<Matcher>,
}

impl List<'_> {
    /// What is wrong with a phrase that does nothing.
    fn idle(&self, i: usize, entry: &ForbidEntry) -> Option<Diagnostic> {
        if is_nothing(&entry.phrase, self.options) {
            return Some(nothing_left(entry));
        }
        let text = entry.phrase.as_str();
        let first = self.firsts.get(i).copied().unwrap_or(i);
        if first == i && self.forbidden.find(self.at, text, |phrase| phrase == i, |_| true).is_none() {
            let (text, span) = self.shield(text)?;
            return Some(spared(entry, text, *span));
        }
        if let Some(twin) = if first == i { self.sounds_like(i, text) } else { Some(first) } {
            return Some(self.twice(entry, self.forbid.entries.get(twin)));
        }
        let holds = |hit: &Hit| !hit.folds.has(Fold::Sound) && !hit.folds.has(Fold::NearSound) && self.is_in(i, hit.phrase);
        let less = |other: usize| other != i && self.is_first(other) && !self.held.contains(&other) && self.says_less(entry, other);
        let inner = self.forbidden.find(self.at, text, less, holds)?.phrase;
        Some(within(entry, self.phrase(inner), self.forbid.entries.get(inner).map(|e| e.span)))
    }

    fn phrase(&self, i: usize) -> &str {
        self.phrases.get(i).copied().unwrap_or_default()
    }

    fn is_first(&self, i: usize) -> bool {
        self.firsts.get(i) == Some(&i)
    }

    /// A phrase written before, all of whose sounds are sounds of this one.
    fn sounds_like(&self, i: usize, text: &str) -> Option<usize> {
        let own = self.forbid.entries.len();
        let before = |other: usize| self.is_first(other) && (other < i || other >= own);
        let same = |hit: &Hit| is_same(self.phrase(hit.phrase), text, self.options);
        if self.options.sounds() { Some(self.forbidden.find(self.at, text, before, same)?.phrase) } else { None }
    }

    /// The exception that is the phrase itself.
    fn shield(&self, text: &str) -> Option<&(SmolStr, Span)> {
        let texts = || self.forbid.unless.iter().map(|(text, _)| text.as_str());
        let matcher = self.shields.get_or_init(|| Matcher::of(vec![Set::new(texts()).counting_all().folding(self.options)]));
        let same = |hit: &Hit| self.forbid.unless.get(hit.phrase).is_some_and(|(shield, _)| is_same(shield, text, self.options));
        self.forbid.unless.get(matcher.find_hit(text, |_, _| true, same)?.phrase)
    }

    /// Whether a finding of a phrase tells nothing that one of another would not tell.
    fn says_less(&self, entry: &ForbidEntry, other: usize) -> bool {
        let other = self.forbid.entries.get(other);
        let gravity = |entry: Option<&ForbidEntry>| entry.and_then(|e| e.severity).unwrap_or(self.forbid.severity);
        let sort = entry.category.is_none() || other.is_some_and(|other| other.category == entry.category);
        entry.replacement.is_none() && sort && gravity(Some(entry)) == gravity(other)
    }

    /// Whether a phrase is hit wherever a longer one is: tried with whatever before and behind it may decide that it is not. It stands in no
    /// exception, nor does the longer one: they are tried by themselves.
    fn is_in(&self, long: usize, short: usize) -> bool {
        let phrases = [self.phrase(long), self.phrase(short)];
        if is_same(phrases[0], phrases[1], self.options) {
            return false;
        }
        let matcher = Matcher::of(vec![set(self.forbid, &phrases, self.options.without_sounds())]);
        // Words stand where the list leaves room for some.
        let words = phrases[0].trim().trim_end_matches('…').replace('…', "某某");
        AROUND.iter().all(|(before, behind)| {
            let hits = matcher.every_hit(&format!("{before}{words}{behind}"), true);
            let of = |phrase: usize| hits.iter().filter(move |hit| hit.phrase == phrase);
            of(0).all(|place| of(1).any(|hit| place.start <= hit.start && hit.end <= place.end))
        })
    }

    fn twice(&self, entry: &ForbidEntry, first: Option<&ForbidEntry>) -> Diagnostic {
        let phrase = &entry.phrase;
        let Some(first) = first else {
            return Diagnostic::new(
                &PHRASE_TWICE,
                entry.span,
                format!("“{phrase}”在包括进来的用语里已经有了"),
                format!("“{phrase}” stands already in a class that is included"),
            )
            .help("删掉这一条。", "Delete this entry.");
        };
        let (zh, en) = if first.phrase == *phrase {
            (format!("“{phrase}”在“{}”里写了两次", self.forbid.name), format!("“{phrase}” stands in `{}` twice", self.forbid.name))
        } else {
            let first = &first.phrase;
            (
                format!("“{phrase}”跟前面的“{first}”是同一个词，只是写法不同"),
                format!("“{phrase}” is the same phrase as “{first}” above, written otherwise"),
            )
        };
        Diagnostic::new(&PHRASE_TWICE, entry.span, zh, en).related(first.span, "先写在这里", "first written here").help(
            "只留一条。级别、替代不一样的，只有先写的那条算。",
            "Keep one of them. Where they differ in severity or replacement, the first one counts.",
        )
    }
}

/// What may stand before and behind a phrase and decide whether it counts: who is told to have said it, words and numbers that go on.
const AROUND: [(&str, &str); 8] = [("", ""), ("您刚才", ""), ("客户", ""), ("您", ""), ("", "贿"), ("", "，贿"), ("a", "a"), ("1", "1")];

/// The phrases that stand in exceptions, whatever stands around them; exceptions that spare nothing are reported.
fn exceptions(forbid: &Forbid, phrases: &[&str], options: Options, sources: &Sources, out: &mut Vec<Diagnostic>) -> HashSet<usize> {
    let mut held = HashSet::new();
    if forbid.unless.is_empty() || phrases.is_empty() {
        return held;
    }
    let matcher = Matcher::of(vec![Set::new(phrases.iter().copied()).counting_all().folding(options)]);
    for (at, (text, span)) in forbid.unless.iter().enumerate() {
        let hits = matcher.every_hit(text, true);
        held.extend(hits.iter().map(|hit| hit.phrase));
        let first = forbid.unless.iter().take(at).find(|(other, _)| is_same(other, text, options));
        let d = if hits.is_empty() {
            spares_nothing(forbid, text, *span)
        } else if let Some((other, there)) = first {
            spared_already(text, *span, other, *there)
        } else {
            continue;
        };
        let item = sources.item(*span).map(|span| vec![Edit { span, text: String::new() }]);
        out.push(match item {
            Some(edits) => d.suggest("删掉这一个", "delete it", edits),
            None => d,
        });
    }
    held
}

fn spares_nothing(forbid: &Forbid, text: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        &IDLE_EXCEPTION,
        span,
        format!("“除非 {text}”不起作用：它里面没有“{}”的任何一个词", forbid.name),
        format!("the exception “{text}” shields nothing: it contains no phrase of “{}”", forbid.name),
    )
    .help(
        "“除非”后面要写把禁语包在里面的整句，例如禁的是“口交”，写“除非 路口交通”；写错了就改，用不着就删。",
        "An exception is a longer text that contains a forbidden phrase, such as 路口交通 for 口交. Mend it, or delete it.",
    )
}

fn spared_already(text: &str, span: Span, other: &str, there: Span) -> Diagnostic {
    Diagnostic::new(
        &IDLE_EXCEPTION,
        span,
        format!("“除非 {text}”多余：写了“除非 {other}”，它已经放过了"),
        format!("the exception “{text}” adds nothing: “{other}” spares it already"),
    )
    .related(there, "这里已经放过", "spared here already")
    .help("删掉这一个。", "Delete it.")
}

/// The same with the change that takes the phrase out. It is no safe one: the program lists what is forbidden.
fn without(d: Diagnostic, sources: &Sources) -> Diagnostic {
    match sources.row(d.span) {
        Some(span) => d.suggest("删掉这一条", "delete the entry", vec![Edit { span, text: String::new() }]),
        None => d,
    }
}

fn nothing_left(entry: &ForbidEntry) -> Diagnostic {
    Diagnostic::new(
        &NEVER_HIT,
        entry.span,
        format!("“{}”永远碰不上：里面只有标点和符号，没有一个字", entry.phrase),
        format!("“{}” is never hit: it is all marks, without a word", entry.phrase),
    )
    .help("标点不算词，说话的人也说不出来：写上字，或者删掉。", "Marks are not words, and nobody says them: write words, or delete it.")
}

fn has_values(entry: Span, forbid: &Forbid) -> Diagnostic {
    Diagnostic::new(
        &NEVER_HIT,
        entry,
        format!("包括进禁语“{}”的这一句永远碰不上：里面有要填的词", forbid.name),
        format!("this entry, brought into `{}`, is never hit: it holds a value to be filled in", forbid.name),
    )
    .related(forbid.span, "包括到这里", "brought in here")
    .help(
        "禁语只认写定的字。把要填的地方换成“…”，另写进禁语；或者把这一句移到不包括进来的用语里。",
        "A set knows fixed words alone. Write it into the set with `…` where the value stands, or move it to a class that is not included.",
    )
}

fn spared(entry: &ForbidEntry, shield: &str, at: Span) -> Diagnostic {
    Diagnostic::new(
        &NEVER_HIT,
        entry.span,
        format!("“{}”永远碰不上：“除非 {shield}”把它整个放过了", entry.phrase),
        format!("“{}” is never hit: the exception “{shield}” spares all of it", entry.phrase),
    )
    .related(at, "在这里放过了", "spared here")
    .help("“除非”要写比它长的话；真不想禁它，就把它删掉。", "An exception is a longer text; if the phrase may be said, delete it.")
}

fn within(entry: &ForbidEntry, inner: &str, at: Option<Span>) -> Diagnostic {
    let phrase = &entry.phrase;
    let d = Diagnostic::new(
        &PHRASE_WITHIN,
        entry.span,
        format!("“{phrase}”多余：说到它就说到了“{inner}”，那个已经禁了"),
        format!("“{phrase}” adds nothing: whoever says it says “{inner}”, which is forbidden already"),
    );
    let d = match at {
        Some(at) => d.related(at, "已经禁了这个", "forbidden already"),
        None => d,
    };
    d.help("删掉它；要它有自己的级别、类别或替代，就写上。", "Delete it, or give it a severity, category or replacement of its own.")
}
