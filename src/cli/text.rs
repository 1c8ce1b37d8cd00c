//! Text on a terminal: how wide it is, and where its lines break.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns a text takes; a Han character takes two.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// A text with spaces after it, up to a width.
pub(crate) fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// A text cut to a width, with `…` where something was left out.
pub(crate) fn clip(text: &str, to: usize) -> String {
    if width(text) <= to {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if width(&out) + c.width().unwrap_or(0) + 1 > to {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// A text in lines no wider than `to`: broken after any Han character or at a space, never before a closing mark.
pub(crate) fn wrap(text: &str, to: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrap_line(line, to.max(4))).collect()
}

fn wrap_line(text: &str, to: usize) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for unit in units(text) {
        if !line.is_empty() && width(&line) + width(unit.trim_end()) > to {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        if line.is_empty() && !lines.is_empty() && unit == " " {
            continue;
        }
        // A single word wider than the line is cut where the line ends.
        for c in unit.chars() {
            if width(&line) + c.width().unwrap_or(0) > to && unit.chars().count() > 3 {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// What must stay together: a run of narrow characters, or a wide one with the marks that cling to it.
fn units(text: &str) -> Vec<&str> {
    let (mut units, mut start, mut last) = (Vec::new(), 0, None);
    for (i, c) in text.char_indices() {
        if i > start && last.is_some_and(|l| breaks_between(l, c)) {
            units.extend(text.get(start..i));
            start = i;
        }
        last = Some(c);
    }
    units.extend(text.get(start..).filter(|t| !t.is_empty()));
    units
}

fn breaks_between(a: char, b: char) -> bool {
    let wide = |c: char| c.width().unwrap_or(0) > 1;
    let opens = |c: char| "“‘「『（《【(".contains(c);
    let closes = |c: char| "，。、；：？！”’」』）》】…,.;:?!)".contains(c);
    if closes(b) || opens(a) || (a.is_ascii_punctuation() && b.is_ascii_alphanumeric()) {
        return false;
    }
    a == ' ' || b == ' ' || wide(a) || wide(b) || opens(b) || closes(a)
}

/// Time since the beginning: `mm:ss`, with hours and ms only where there are any.
pub(crate) fn elapsed(ms: i64) -> String {
    let sign = if ms < 0 { "-" } else { "" };
    let ms = ms.unsigned_abs();
    let (h, m, s, f) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    let whole = if h > 0 { format!("{sign}{h}:{m:02}:{s:02}") } else { format!("{sign}{m:02}:{s:02}") };
    if f > 0 { format!("{whole}.{f:03}") } else { whole }
}

#[cfg(test)]
mod tests {
    use super::{clip, elapsed, pad, wrap};

    #[test]
    fn lines_break_between_characters_but_not_before_marks() {
        assert_eq!(wrap("您好，这里是客服中心。", 8), ["您好，这", "里是客服", "中心。"]);
        assert_eq!(wrap("您好这里，请讲", 8), ["您好这", "里，请讲"]);
        assert_eq!(wrap("a long word here", 6), ["a long", "word", "here"]);
        assert_eq!(wrap("", 8), [""]);
        assert_eq!(wrap("一\n二", 8), ["一", "二"]);
        assert_eq!(wrap("玻璃厚度0.8", 9), ["玻璃厚度", "0.8"]);
    }

    #[test]
    fn what_is_too_wide_is_cut() {
        assert_eq!(clip("客服中心", 5), "客服…");
        assert_eq!(clip("客服", 4), "客服");
        assert_eq!(pad("客", 4), "客  ");
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn elapsed_time_shows_what_there_is() {
        assert_eq!(elapsed(65_000), "01:05");
        assert_eq!(elapsed(3_600_001), "1:00:00.001");
    }
}
