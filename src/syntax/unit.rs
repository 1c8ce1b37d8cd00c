//! The smallest unit of length that a script counts in.

use super::grammar::Rule;
use super::keyword;
use super::word::is_numeral;

/// The units of elapsed lengths with their ms, smallest first.
const LENGTHS: [(Rule, i64); 4] = [(Rule::k_ms, 1), (Rule::k_s, 1000), (Rule::k_min, 60_000), (Rule::k_h, 3_600_000)];

/// The smallest unit of elapsed length that stands behind a number in a file, in ms. Scenarios are left out: what is asked of tests does not
/// depend on how they are written.
pub fn least_length(text: &str) -> Option<i64> {
    let mut in_scenario = false;
    let mut least: Option<i64> = None;
    for line in text.lines() {
        let words = line.trim_start();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        if words.len() == line.len() {
            in_scenario = keyword::head(words).is_some_and(|(word, _)| word.rule == Rule::k_scenario);
        }
        if !in_scenario {
            least = least.into_iter().chain(in_line(words)).min();
        }
    }
    least
}

/// The smallest one in a line.
fn in_line(line: &str) -> Option<i64> {
    let counts = |c: char| c.is_ascii_digit() || is_numeral(c);
    let ends = line.char_indices().filter(|(_, c)| counts(*c)).map(|(at, c)| at + c.len_utf8());
    let units = ends.filter_map(|end| line.get(end..)).filter(|rest| !rest.starts_with(counts)).filter_map(unit);
    units.min()
}

/// The unit that a text begins with.
fn unit(text: &str) -> Option<i64> {
    let english = text.strip_prefix(' ').unwrap_or(text);
    LENGTHS.iter().find_map(|(rule, ms)| {
        let word = keyword::of(*rule)?;
        let chinese = text.starts_with(word.zh) || word.aliases.iter().any(|alias| text.starts_with(alias));
        let twin = english.strip_prefix(word.en).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        (chinese || twin).then_some(*ms)
    })
}

#[cfg(test)]
mod tests {
    use super::least_length;

    #[test]
    fn the_smallest_unit_is_found_behind_numbers_alone() {
        assert_eq!(least_length("常量\n  上午截止 = 18小时\n  提前 = 1小时30分钟\n"), Some(60_000));
        assert_eq!(least_length("等 客户挂机 限时 十五分钟以内"), Some(60_000));
        assert_eq!(least_length("wait customer hang up limit 30 s"), Some(1000));
        assert_eq!(least_length("limit 30min"), Some(60_000));
        assert_eq!(least_length("说 “请等几秒”"), None);
        assert_eq!(least_length("扣 5分"), None);
    }

    #[test]
    fn scenarios_do_not_count() {
        assert_eq!(least_length("等 接听 限时 30秒\n场景 甲\n  +1毫秒\n  # 2毫秒\n规则 乙\n  限时 1小时\n"), Some(1000));
    }
}
