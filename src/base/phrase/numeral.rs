//! Numbers told in words: 十八小时 and 18小时 are the same hours, and 一下 is no number.

use super::negation::is_filler;
use super::speech::Letter;

/// Writes every number in digits.
pub(super) fn settle(letters: Vec<Letter>, text: &str) -> Vec<Letter> {
    let mut letters = without_hesitation(letters);
    twos(&mut letters);
    let mut out: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let rest = letters.get(at..).unwrap_or_default();
        let run = rest.iter().enumerate().take_while(|(i, l)| is_numeral(l.c) && (*i == 0 || !l.apart)).count();
        match read(rest, run).filter(|_| !(run == 2 && rest.get(1).is_some_and(|l| many(l.c)) && in_fraction(&out, letter, text))) {
            Some(number) => {
                let end = rest.get(run - 1).map_or(letter.end, |last| last.end);
                let digits = number.to_string();
                out.extend(digits.chars().enumerate().map(|(i, c)| Letter {
                    c,
                    end,
                    apart: i == 0 && letter.apart,
                    ends: i == 0 && letter.ends,
                    paused: i == 0 && letter.paused,
                    number: true,
                    ..*letter
                }));
                at += run;
            }
            None => {
                out.extend(rest.iter().take(run.max(1)));
                at += run.max(1);
            }
        }
    }
    mark(&mut out);
    out
}

/// Drops what is said in hesitation inside a number, or between it and its unit: 一百嗯零五呃块.
fn without_hesitation(letters: Vec<Letter>) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut rest = letters.iter();
    while let Some(letter) = rest.next() {
        if is_filler(letter.c) && out.last().is_some_and(|l| is_numeral(l.c) || l.c == '点') {
            let mut ahead = rest.clone();
            let next = ahead.by_ref().find(|l| !is_filler(l.c));
            if let Some(next) = next.filter(|l| is_numeral(l.c) || COUNTED.contains(l.c)) {
                out.push(Letter { apart: false, paused: false, ..*next });
                rest = ahead;
                continue;
            }
        }
        out.push(*letter);
    }
    out
}

fn many(c: char) -> bool {
    matches!(c, '百' | '千' | '万' | '亿')
}

/// Whether a letter stands behind a decimal point, 3.5万 or 三点五万: such ten thousands are counted where values are read.
fn in_fraction(before: &[Letter], letter: &Letter, text: &str) -> bool {
    let digit = |l: &Letter| l.c.is_ascii_digit();
    match before {
        [.., number, point] if point.c == '点' => digit(number) && !letter.apart,
        [.., number] => digit(number) && text.get(number.end..letter.start) == Some("."),
        [] => false,
    }
}

/// Writes 两 as the digit where it counts something.
fn twos(letters: &mut [Letter]) {
    let next: Vec<char> = letters.iter().skip(1).map(|l| l.c).collect();
    for (letter, _) in letters.iter_mut().zip(next).filter(|(l, next)| l.c == '两' && COUNTED.contains(*next)) {
        (letter.c, letter.number) = ('2', true);
    }
}

/// Marks the digits written in words that are numbers: those in a row, and those that count something.
fn mark(letters: &mut [Letter]) {
    let said: Vec<(char, bool)> = letters.iter().map(|l| (l.c, l.apart)).collect();
    let digit = |i: usize| said.get(i).is_some_and(|(c, _)| c.is_ascii_digit());
    for (i, letter) in letters.iter_mut().enumerate().filter(|(_, l)| l.c.is_ascii_digit()) {
        let in_a_row = digit(i + 1) && said.get(i + 1).is_some_and(|(_, apart)| !apart) || i > 0 && digit(i - 1) && !letter.apart;
        // 一个 and 一位 need not count anything: 做一个登记.
        let counts = |unit: char| COUNTED.contains(unit) && !(letter.c == '1' && matches!(unit, '个' | '位'));
        letter.number |= in_a_row || said.get(i + 1).is_some_and(|(unit, _)| counts(*unit));
    }
}

/// Units before which 两 is a number.
const COUNTED: &str = "点个小天次声元块毛角回遍刻钟分秒位年月周号星日百千万亿";

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || unit(c).is_some()
}

fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The number that the first letters are, where words of tens are among them.
fn read(letters: &[Letter], run: usize) -> Option<u64> {
    let letters = letters.get(..run + 2).or_else(|| letters.get(..run + 1)).unwrap_or(letters);
    let (number, behind) = letters.split_at_checked(run)?;
    let said: String = number.iter().map(|l| l.c).collect();
    // 十分 is “very” unless a 钟 follows or it is a price: 十分感谢.
    let very = said == "十" && behind.first().is_some_and(|l| l.c == '分') && behind.get(1).is_none_or(|l| l.c != '钟');
    if very || number.len() > 16 || !number.iter().any(|l| unit(l.c).is_some()) {
        return None;
    }
    let (mut total, mut section, mut open, mut last, mut zero) = (0u64, 0u64, None::<u64>, 1u64, false);
    for letter in number {
        match unit(letter.c) {
            None => {
                let digit = u64::from(letter.c.to_digit(10)?);
                zero |= open.is_none() && digit == 0;
                open = Some(open.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
            Some(ten @ 10) => section = section.checked_add(open.take().unwrap_or(1).checked_mul(ten)?)?,
            Some(some @ (100 | 1_000)) => section = section.checked_add(open.take()?.checked_mul(some)?)?,
            Some(many) => {
                let whole = section.checked_add(open.take().unwrap_or(0))?;
                total = total.checked_add(whole)?.checked_mul(many).filter(|n| *n > 0)?;
                section = 0;
            }
        }
        (last, zero) = (unit(letter.c)?, false);
    }
    // 三千五 is 3500, 三千零五 is 3005.
    let rest = match open {
        Some(n) if n < 10 && last >= 100 && !zero => n.checked_mul(last / 10)?,
        Some(n) => n,
        None => 0,
    };
    total.checked_add(section)?.checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::base::phrase::Options;
    use crate::base::phrase::speech::unsettled;

    #[test]
    fn numbers_are_read_as_people_tell_them() {
        let written = |text: &str| settle(unsettled(text, 0, Options::default()), text).iter().map(|l| l.c).collect::<String>();
        for (told, digits) in [
            ("十八小时", "18小时"),
            ("二十", "20"),
            ("两点半", "2点半"),
            ("一百零五块", "105块"),
            ("三千五", "3500"),
            ("三千零五", "3005"),
            ("一万两千", "12000"),
            ("18万", "180000"),
            ("一百嗯零五块", "105块"),
            ("一百零五，呃，块", "105块"),
            ("嗯，五块", "嗯5块"),
            ("三点五万", "3点5万"),
            ("三点二十五", "3点25"),
            ("十分感谢", "十分感谢"),
            ("十分钟", "10分钟"),
            ("千万不要", "千万不要"),
            ("万一", "万1"),
            ("零零七", "007"),
            ("一百亿亿亿亿", "1百亿亿亿亿"),
        ] {
            assert_eq!(written(told), digits, "{told}");
        }
    }
}
