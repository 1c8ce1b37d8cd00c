//! Lines that ought to be said: hand-made cases, and a slow obvious comparison that agrees.

use super::readings::readings_of;
use huashu::base::phrase::{Amount, Choice, Closeness, Comparison, Part, Speech, Wanted, forgiven};
use proptest::prelude::*;
use std::fmt::Write as _;

/// The parts of a line as the cases write it.
fn parts(written: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut words = String::new();
    let flush = |words: &mut String, out: &mut Vec<Part>| {
        if !words.is_empty() {
            out.push(Part::Words(std::mem::take(words)));
        }
    };
    let mut value: Option<String> = None;
    for c in written.chars() {
        match (c, &mut value) {
            ('}', Some(readings)) => {
                out.push(Part::Value(std::mem::take(readings)));
                value = None;
            }
            (c, Some(readings)) => readings.push(c),
            ('{', None) => {
                flush(&mut words, &mut out);
                value = Some(String::new());
            }
            ('…' | '【' | '】', None) => {
                flush(&mut words, &mut out);
                out.push(match c {
                    '…' => Part::Anything,
                    '【' => Part::Key(String::new()),
                    _ => Part::KeyEnd,
                });
            }
            (c, None) => words.push(c),
        }
    }
    flush(&mut words, &mut out);
    out
}

fn closeness(word: &str) -> Closeness {
    match word {
        "逐字" => Closeness::Verbatim,
        "大意" => Closeness::Gist,
        "要点" => Closeness::KeyPoints,
        "要点依次" => Closeness::KeyPointsInOrder,
        other => panic!("no mode {other}"),
    }
}

/// What was said without its marks, each turn with whether it runs on, and the turn and byte of the first and last mark.
#[allow(clippy::type_complexity, reason = "a test's own reading of its cases")]
fn turns(marked: &str) -> (Vec<(String, bool)>, Option<((usize, usize), (usize, usize))>) {
    let mut turns = vec![(String::new(), false)];
    let (mut from, mut to) = (None, None);
    for c in marked.chars() {
        let at = (turns.len() - 1, turns[turns.len() - 1].0.len());
        match c {
            '[' => from = from.or(Some(at)),
            ']' => to = Some(at),
            '／' => turns.push((String::new(), true)),
            '∥' => turns.push((String::new(), false)),
            c => turns.last_mut().expect("one").0.push(c),
        }
    }
    (turns, from.zip(to))
}

fn speech(turns: &[(String, bool)]) -> Speech {
    let mut speech = Speech::default();
    for (text, runs_on) in turns {
        speech.push(text, *runs_on);
    }
    speech
}

/// What a comparison says, as the cases write it.
fn told(found: &Comparison) -> String {
    let mut all = Vec::new();
    if !found.missing.is_empty() {
        all.push(format!("missing {}", found.missing.join("、")));
    }
    all.extend(found.wrong.iter().map(|(value, said)| format!("wrong {value}={said}")));
    if !found.misplaced.is_empty() {
        all.push(format!("misplaced {}", found.misplaced.join("、")));
    }
    if found.contrary {
        all.push("contrary".to_owned());
    }
    all.join(" | ")
}

#[test]
fn lines_are_found_said_where_the_cases_say_so() {
    let mut choice: Option<Choice> = None;
    let (mut cases, mut faults) = (0, String::new());
    for (number, row) in include_str!("wanted.txt").lines().enumerate() {
        let number = number + 1;
        if let Some(case) = row.strip_prefix("  ") {
            let choice = choice.as_ref().expect("a line comes first");
            let (want, rest) = case.split_once(' ').expect("ok or no");
            let (marked, expected) = rest.split_once(" | ").unwrap_or((rest, ""));
            let (turns, place) = turns(marked.trim_end());
            let speech = speech(&turns);
            let (_, found) = choice.compare(&speech, None);
            cases += 1;
            let at = found.place.map(|p| (p.from, p.to));
            if found.said != (want == "ok") || told(&found) != expected || at != place {
                let _ = writeln!(faults, "line {number}: {rest}\n    {} | {} at {:?}, marked {:?}", found.said, told(&found), at, place);
            }
            // What cannot be in a text is never looked for there.
            assert!(choice.is_said(&speech) == found.said, "line {number}: the quick no is wrong");
        } else if let Some(entry) = row.strip_prefix("- ") {
            choice.as_mut().expect("a class comes first").lines.push(Wanted::of(parts(entry)));
        } else if let Some(rest) = row.strip_prefix("class ") {
            let (amount, mode) = rest.split_once(' ').expect("an amount and a mode");
            let amount = match amount {
                "任一" => Amount::Any,
                "全部" => Amount::All,
                "依次" => Amount::InOrder,
                other => panic!("no amount {other}"),
            };
            choice = Some(Choice { lines: Vec::new(), closeness: closeness(mode), amount, open: false });
        } else if let Some(rest) = row.strip_prefix("line ") {
            let (mode, words) = rest.split_once(' ').expect("a mode and words");
            let lines = vec![Wanted::of(parts(words))];
            choice = Some(Choice { lines, closeness: closeness(mode), amount: Amount::Any, open: false });
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(cases >= 100, "there are {cases} cases");
}

/// How a character sounds to a recogniser that confuses z and zh, n and l, in and ing.
fn sounds(c: char) -> Vec<String> {
    let all = readings_of(c).iter();
    all.map(|s| {
        let s = s.replace("zh", "z").replace("ch", "c").replace("sh", "s");
        let s = s.strip_prefix('n').map_or(s.clone(), |rest| format!("l{rest}"));
        ["ang", "eng", "ing"].iter().find(|end| s.ends_with(*end)).map_or(s.clone(), |_| s[..s.len() - 1].to_owned())
    })
    .collect()
}

fn alike(a: char, b: char) -> bool {
    a == b || sounds(a).iter().any(|s| sounds(b).contains(s))
}

/// The textbook's matrix of edits from one row of characters to another; hesitation, and a character said again, are put in for nothing.
fn edits(line: &[char], said: &[char], before: Option<char>) -> usize {
    let mut cost = vec![vec![0usize; said.len() + 1]; line.len() + 1];
    let put_in = |j: usize| {
        let last = j.checked_sub(1).map_or(before, |b| Some(said[b]));
        usize::from(!"嗯啊".contains(said[j]) && last != Some(said[j]))
    };
    for j in 0..said.len() {
        cost[0][j + 1] = cost[0][j] + put_in(j);
    }
    for i in 0..line.len() {
        cost[i + 1][0] = cost[i][0] + 1;
        for j in 0..said.len() {
            let taken = cost[i][j] + usize::from(!alike(line[i], said[j]));
            cost[i + 1][j + 1] = taken.min(cost[i][j + 1] + 1).min(cost[i + 1][j] + put_in(j));
        }
    }
    cost[line.len()][said.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_textbook_matrix_finds_the_same_lines_said(line in "[感谢您的来电请慢走在]{1,9}", said in "[感谢您的来店请慢走再见嗯，]{0,12}") {
        let wanted = Wanted::of(vec![Part::Words(line.clone())]);
        let found = wanted.compare(&Speech::of(&said), Closeness::Gist, None);
        let line: Vec<char> = line.chars().collect();
        let letters: Vec<char> = said.chars().filter(|c| *c != '，').collect();
        let stretches = (0..=letters.len()).flat_map(|from| (from..=letters.len()).map(move |to| (from, to)));
        let before = |from: usize| from.checked_sub(1).map(|b| letters[b]);
        let fewest = stretches.map(|(from, to)| edits(&line, &letters[from..to], before(from))).min().unwrap_or(line.len());
        prop_assert_eq!(found.said, fewest <= forgiven(line.len()), "{} edits, {:?}", fewest, found);
        if found.said {
            prop_assert_eq!(found.differing, fewest);
            // The place that is told is one where it takes no more.
            if let Some(place) = found.place {
                let here: Vec<char> = said[place.from.1..place.to.1].chars().filter(|c| *c != '，').collect();
                let last = said[..place.from.1].chars().rfind(|c| *c != '，');
                prop_assert_eq!(edits(&line, &here, last), fewest);
            }
        }
    }

    #[test]
    fn word_for_word_is_the_same_characters(line in "[您好再见甲]{1,5}", said in "[您好再见甲，。 ]{0,12}") {
        let wanted = Wanted::of(vec![Part::Words(line.clone())]);
        let found = wanted.compare(&Speech::of(&said), Closeness::Verbatim, None);
        let bare: Vec<char> = said.chars().filter(|c| c.is_alphanumeric()).collect();
        let line: Vec<char> = line.chars().collect();
        // A character said again is put in for nothing, so that it may be left out of what was said.
        let mut without: Vec<Vec<char>> = vec![Vec::new()];
        for (i, c) in bare.iter().enumerate() {
            let again = i > 0 && bare[i - 1] == *c;
            let kept: Vec<Vec<char>> = without.iter().map(|w| [w.as_slice(), &[*c]].concat()).collect();
            without = if again { [without, kept].concat() } else { kept };
        }
        let slow = without.iter().any(|w| w.windows(line.len()).any(|here| here == line));
        prop_assert_eq!(found.said, slow);
    }
}

/// Key points no character of which sounds like another's.
const POINTS: [&str; 5] = ["到店时间", "押金多少", "身份证件", "退订规则", "联系电话"];

/// The line `先说【…】再说【…】…`.
fn of_points(points: &[&str]) -> Wanted {
    let mut parts = Vec::new();
    for point in points {
        parts.extend([Part::Words("再说".into()), Part::Key(String::new()), Part::Words((*point).into()), Part::KeyEnd]);
    }
    Wanted::of(parts)
}

/// Turns each on its own.
fn apart(turns: &[String]) -> Speech {
    let mut speech = Speech::default();
    turns.iter().for_each(|turn| speech.push(turn, false));
    speech
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn key_points_may_be_shuffled_and_none_may_be_left_out(
        order in Just((0..POINTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        count in 2..=POINTS.len(),
        gone in any::<prop::sample::Index>(),
        fill in "[好那就嗯，]{0,3}",
    ) {
        let wanted = of_points(&POINTS[..count]);
        let order: Vec<usize> = order.into_iter().filter(|i| *i < count).collect();
        let turns: Vec<String> = order.iter().map(|i| format!("{fill}{}", POINTS[*i])).collect();
        let any = wanted.compare(&apart(&turns), Closeness::KeyPoints, None);
        prop_assert!(any.said, "{turns:?}");
        let in_order = wanted.compare(&apart(&turns), Closeness::KeyPointsInOrder, None);
        prop_assert_eq!(in_order.said, order.is_sorted(), "{:?}", turns);
        prop_assert_eq!(in_order.misplaced.is_empty(), in_order.said);
        let gone = gone.index(count);
        let rest: Vec<String> = order.iter().zip(&turns).filter(|(i, _)| **i != gone).map(|(_, turn)| turn.clone()).collect();
        for closeness in [Closeness::KeyPoints, Closeness::KeyPointsInOrder] {
            let found = wanted.compare(&apart(&rest), closeness, None);
            prop_assert!(!found.said);
            prop_assert!(found.missing.contains(&POINTS[gone].to_owned()), "{rest:?}: {found:?}");
        }
        let found = wanted.compare(&apart(&rest), Closeness::KeyPoints, None);
        prop_assert_eq!(found.missing, [POINTS[gone]]);
    }

    #[test]
    fn key_points_over_turns_are_read_as_anybody_would(
        count in 2..=POINTS.len(),
        told in prop::collection::vec((0..POINTS.len(), any::<bool>(), any::<bool>(), any::<bool>()), 0..9),
    ) {
        // What is told: points, some again; a turn may break off in the middle of one, and the next may run on from it or not.
        let (mut speech, mut turns, mut whole) = (Speech::default(), Vec::new(), Vec::new());
        for (point, breaks, runs_on, follows) in told {
            let words: Vec<char> = POINTS[point].chars().collect();
            let (first, rest) = words.split_at(if breaks { 2 } else { words.len() });
            turns.push((first.iter().collect::<String>(), follows));
            if breaks {
                turns.push((rest.iter().collect(), runs_on));
            }
            if !breaks || runs_on {
                whole.push(point);
            }
        }
        turns.iter().for_each(|(turn, runs_on)| speech.push(turn, *runs_on));
        let wanted = of_points(&POINTS[..count]);
        let all = (0..count).all(|point| whole.contains(&point));
        let mut rest = whole.iter();
        let in_order = (0..count).all(|point| rest.any(|told| *told == point));
        prop_assert_eq!(wanted.compare(&speech, Closeness::KeyPoints, None).said, all, "{:?}", turns);
        let found = wanted.compare(&speech, Closeness::KeyPointsInOrder, None);
        prop_assert_eq!(found.said, in_order, "{:?}", turns);
        let absent: Vec<&str> = (0..count).filter(|point| !whole.contains(point)).map(|point| POINTS[point]).collect();
        prop_assert_eq!(found.missing, absent, "{:?}", turns);
    }

    #[test]
    fn as_many_characters_may_differ_as_are_forgiven_and_not_one_more(
        line in Just("感谢您的来电请慢走祝工作顺利家庭幸福".chars().collect::<Vec<_>>()).prop_shuffle(),
        length in 4..=18_usize,
        order in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle(),
        strange in Just("猫肉月水火".chars().collect::<Vec<_>>()),
    ) {
        let line = &line[..length];
        let wanted = Wanted::of(vec![Part::Words(line.iter().collect())]);
        let order: Vec<usize> = order.into_iter().filter(|i| *i < length).collect();
        let allowed = forgiven(length);
        for (changed, said) in [(allowed, true), (allowed + 1, false)] {
            let mut other = line.to_vec();
            order[..changed].iter().for_each(|i| other[*i] = strange[*i % strange.len()]);
            let other: String = other.into_iter().collect();
            let found = wanted.compare(&Speech::of(&other), Closeness::Gist, None);
            prop_assert_eq!(found.said, said, "{:?} of {:?}: {:?}", other, line, found);
            prop_assert_eq!(found.forgiven, allowed);
        }
    }

    #[test]
    fn the_place_is_that_of_the_words_in_the_turn_as_it_was_written(
        before in prop::collection::vec("[a-zA-Z，。！ 　😀éŁ]{0,6}", 1..3),
        behind in "[a-z，。！？😀é]{0,6}",
        line in Just("感谢您的来电请慢走".chars().collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let line: String = line.into_iter().collect();
        let last = before.len() - 1;
        let mut turns = before.clone();
        turns[last] = format!("{}{line}{behind}", before[last]);
        for closeness in [Closeness::Verbatim, Closeness::Gist] {
            let found = Wanted::of(vec![Part::Words(line.clone())]).compare(&apart(&turns), closeness, None);
            prop_assert!(found.said);
            let place = found.place.expect("a place");
            prop_assert_eq!((place.from.0, place.to.0), (last, last));
            prop_assert_eq!(turns[last].get(place.from.1..place.to.1), Some(line.as_str()), "{:?}", turns);
        }
    }

    #[test]
    fn what_is_said_over_several_turns_is_said_by_the_last_of_them_and_once(
        line in Just("感谢您的来电请慢走".chars().collect::<Vec<_>>()).prop_shuffle(),
        cuts in prop::collection::btree_set(1..9_usize, 0..4),
        more in "[好那就嗯]{0,3}",
    ) {
        let whole: String = line.iter().collect();
        let wanted = Wanted::of(vec![Part::Words(whole)]);
        let choice = Choice { lines: vec![wanted], closeness: Closeness::Verbatim, amount: Amount::Any, open: false };
        let ends: Vec<usize> = cuts.into_iter().chain([line.len()]).collect();
        let mut from = 0;
        let mut turns: Vec<String> = Vec::new();
        for to in ends {
            turns.push(line[from..to].iter().collect());
            from = to;
        }
        turns.push(more);
        let heard: Vec<bool> = (1..=turns.len())
            .map(|n| choice.is_completed(&turns[..n].iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let at = turns.len() - 2;
        prop_assert!(heard.iter().enumerate().all(|(i, said)| *said == (i == at)), "{turns:?}: {heard:?}");
    }
}
