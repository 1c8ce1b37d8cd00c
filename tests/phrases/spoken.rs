//! A few thousand utterances in the language of call centres: what forbidden phrases hit in them, and that questions are never hit.

use huashu::base::phrase::{Hit, Matcher, Set};
use std::collections::BTreeMap;

/// Utterances that are drawn.
const DRAWN: usize = 6_000;

/// What quality departments forbid.
fn sets() -> Vec<(Vec<&'static str>, Set)> {
    let lists = [
        ("不行、不能、没有", "行不行、能不能、有没有"),
        ("没办法、不知道、不清楚、不归我管、你自己、随便你、急什么、着什么急", ""),
        ("你能不能快一点…、我还要接待下一位…、你到底要哪样啊", ""),
        ("马上、口交、爱要不要、有完没完、烦死、听不懂、保证、百分之百、绝对", "路口交通、路口交警、保证书"),
    ];
    let split = |list: &'static str| list.split('、').filter(|p| !p.is_empty()).collect::<Vec<_>>();
    lists.into_iter().map(|(phrases, unless)| (split(phrases), Set::new(split(phrases)).unless(split(unless)))).collect()
}

/// The sections of the templates.
fn section(name: &str) -> Vec<&'static str> {
    let text = include_str!("talk.txt");
    let body = text.split(&format!("[{name}]\n")).nth(1).expect("a section");
    let body = body.split("\n[").next().expect("its lines");
    let mut lines: Vec<&str> = body.lines().collect();
    lines.dedup();
    lines
}

/// All utterances: drawn ones, and what the scripts of this project have people say.
fn utterances() -> Vec<String> {
    let (openings, sentences, endings) = (section("开头"), section("话"), section("尾"));
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut dice = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let sentences: Vec<&str> = sentences.into_iter().filter(|s| !s.is_empty()).collect();
    let mut all: Vec<String> = Vec::new();
    while all.len() < DRAWN {
        let mut said = openings[dice(openings.len())].to_owned() + sentences[dice(sentences.len())];
        if dice(3) == 0 {
            said = said + "，" + sentences[dice(sentences.len())];
        }
        all.push(said + endings[dice(endings.len())]);
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts");
    let mut todo = vec![root];
    let mut files = Vec::new();
    while let Some(at) = todo.pop() {
        if at.is_dir() {
            todo.extend(std::fs::read_dir(&at).expect("a folder").map(|e| e.expect("an entry").path()));
        } else if at.extension().is_some_and(|e| e == "hua") {
            files.push(at);
        }
    }
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(file).expect("a script");
        all.extend(text.split(['“', '”']).skip(1).step_by(2).map(str::to_owned));
    }
    all.sort();
    all.dedup();
    all
}

/// Whether a hit is the second half of an A-not-A question, told by its neighbours alone.
fn is_question(text: &str, hit: &Hit) -> bool {
    let at = text[..hit.start].chars().count();
    let chars: Vec<char> = text.chars().collect();
    "不没".contains(chars[at]) && at > 0 && chars.get(at + 1) == Some(&chars[at - 1])
}

#[test]
fn questions_are_never_hit_in_a_few_thousand_utterances() {
    let sets = sets();
    let matcher = Matcher::of(sets.iter().map(|(_, set)| set.clone()).collect());
    let (mut hits, mut questions, mut characters) = (0, 0, 0);
    // By what is hit, and what stands around it: each is read once.
    let mut sample: BTreeMap<(String, String), usize> = BTreeMap::new();
    let all = utterances();
    for text in &all {
        characters += text.chars().count();
        let chars: Vec<char> = text.chars().collect();
        questions += chars.windows(3).filter(|w| "不没".contains(w[1]) && w[0] == w[2]).count();
        for hit in matcher.hits(text, false) {
            hits += 1;
            assert!(!is_question(text, &hit), "{text}: {}", &text[hit.start..hit.end]);
            let around = |part: &str, last: bool| {
                let chars: Vec<char> = part.chars().collect();
                let cut = if last { &chars[chars.len().saturating_sub(6)..] } else { &chars[..chars.len().min(6)] };
                cut.iter().collect::<String>()
            };
            let shown = format!("{}[{}]{}", around(&text[..hit.start], true), &text[hit.start..hit.end], around(&text[hit.end..], false));
            *sample.entry((sets[hit.set].0[hit.phrase].to_owned(), shown)).or_default() += 1;
        }
    }
    println!("{} utterances, {characters} characters, {questions} A-not-A questions, {hits} hits, {} places", all.len(), sample.len());
    for ((phrase, shown), times) in &sample {
        println!("{phrase}\t{times}\t{shown}");
    }
    assert!(all.len() > 5_000 && questions > 500 && hits > 1_000, "{} {questions} {hits}", all.len());
}
