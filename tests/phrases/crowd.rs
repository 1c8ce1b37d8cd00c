//! How much is looked at in long lists whose phrases have much in common: as much as a text says, not as much as the list holds.

use huashu::base::phrase::{Fold, Folds, Hit, Matcher, Options, Set};

const COUNT: usize = 4_000;

/// Lists whose phrases share what stands before, behind or between what tells them apart.
fn lists() -> Vec<(&'static str, Vec<String>)> {
    let signs: Vec<char> = ('\u{4e00}'..='\u{9fa5}').step_by(7).take(150).collect();
    let two = |n: usize| format!("{}{}", signs[n / signs.len() % signs.len()], signs[n % signs.len()]);
    let each = |of: &dyn Fn(usize) -> String| (1..=COUNT).map(of).collect();
    vec![
        ("numbers", each(&|n| format!("编号{n}"))),
        ("numbers with zeros", each(&|n| format!("编号{n:07}"))),
        ("one beginning", each(&|n| format!("请您千万不要这样说{}", two(n)))),
        ("one end", each(&|n| format!("{}请您千万不要这样说", two(n)))),
        ("both", each(&|n| format!("请您千万{}不要这样说", two(n)))),
        ("two words", each(&|n| (0..12).map(|bit| if n >> bit & 1 == 1 { "甲丙" } else { "乙丁" }).collect())),
    ]
}

/// One phrase within the other: of one letter, of one digit, of the same words again.
fn nested() -> Vec<(&'static str, Vec<String>)> {
    let each = |piece: &str| (1..=40).map(|n| piece.repeat(n)).collect();
    vec![("a letter", each("啊")), ("a digit", each("1")), ("words", each("甲乙丙丁"))]
}

fn matcher(phrases: &[String], folds: Folds) -> Matcher {
    let options = Options { folds, ..Options::default() };
    Matcher::of(vec![Set::new(phrases.iter().map(String::as_str)).counting_quotes(true).folding(options)])
}

fn ways() -> [Folds; 3] {
    [Folds::DEFAULT, Folds::DEFAULT.with(Fold::Sound), Folds::ALL]
}

#[test]
fn what_is_looked_at_does_not_grow_with_what_phrases_have_in_common() {
    for folds in ways() {
        for (name, phrases) in lists() {
            let matcher = matcher(&phrases, folds);
            let some = phrases.iter().step_by(41);
            let each = some.clone().map(|phrase| matcher.looked_at(phrase)).sum::<usize>() as f64 / some.count() as f64;
            // A handful for each place of the text; more where several sound alike.
            let most = phrases.last().map_or(0, |last| last.chars().count()) * if folds == Folds::DEFAULT { 4 } else { 8 };
            println!("{name}: {each:.1} of {COUNT} are looked at for each, at most {most}");
            assert!((1.0..=most as f64).contains(&each), "{name}: {each} of {COUNT} phrases are looked at for each, {folds:?}");
        }
    }
}

#[test]
fn every_phrase_of_a_long_list_is_found_in_its_own_words() {
    for folds in ways() {
        for (name, phrases) in lists().into_iter().chain(nested()) {
            let matcher = matcher(&phrases, folds);
            for (at, phrase) in phrases.iter().enumerate().step_by(59) {
                let said = format!("您好{phrase}再见");
                let own = |hit: &Hit| said.get(hit.start..hit.end) == Some(phrase.as_str());
                assert!(matcher.find_hit(&said, |_, phrase| phrase == at, own).is_some(), "{name}: {phrase}, {folds:?}");
            }
        }
    }
}

#[test]
fn of_phrases_within_one_another_no_more_stand_than_places_have() {
    for (name, phrases) in nested() {
        let matcher = matcher(&phrases, Folds::DEFAULT);
        let longest = phrases.last().expect("a list");
        let (looked, stand) = (matcher.looked_at(longest), matcher.every_hit(longest, false).len());
        let letters = longest.chars().count();
        assert!(looked <= letters * phrases.len(), "{name}: {looked} of {} in {letters} letters", phrases.len());
        // A number is no part of a longer one.
        let wanted = match name {
            "a digit" => 1,
            "a letter" => phrases.len(),
            _ => phrases.len() * (phrases.len() + 1) / 2,
        };
        assert_eq!(stand, wanted, "{name}");
    }
}
