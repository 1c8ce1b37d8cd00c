//! What the words of a class mean: units, comparison words, actors, types, and the small choices of clauses.

use super::ast::{
    Actor, BoundWord, ExprKind, MatchMode, Modality, Name, OfCall, Position, Quantifier, Severity, Shift, Stand, Test, TurnMark, TypeKind,
    Unit, Weekday,
};
use super::grammar::Rule;
use super::keyword;
use super::token;
use crate::base::Decimal;
use crate::base::calendar::Day;
use crate::base::phrase::Fold;
use smol_str::SmolStr;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The keyword that a word is.
pub(crate) fn rule(text: &str) -> Option<Rule> {
    keyword::find(text).map(|k| k.rule)
}

/// 已知 and its like.
pub(crate) fn asked(text: &str) -> Option<Test> {
    Some(match rule(text)? {
        Rule::k_known => Test::Known,
        Rule::k_unknown => Test::Unknown,
        Rule::k_is_confirmed => Test::Confirmed,
        Rule::k_complete => Test::Complete,
        Rule::k_past => Test::Past,
        _ => return None,
    })
}

/// A difference of writing that 不分 and 区分 name.
pub(crate) fn fold(text: &str) -> Option<Fold> {
    Some(match rule(text)? {
        Rule::k_by_width => Fold::Width,
        Rule::k_by_case => Fold::Case,
        Rule::k_by_form => Fold::Form,
        Rule::k_by_script => Fold::Script,
        Rule::k_by_digits => Fold::Digits,
        Rule::k_by_repeats => Fold::Repeated,
        Rule::k_by_sound => Fold::Sound,
        Rule::k_by_near_sound => Fold::NearSound,
        _ => return None,
    })
}

/// A comparison word.
pub(crate) fn bound(text: &str) -> Option<BoundWord> {
    Some(match rule(text)? {
        Rule::k_or_more => BoundWord::OrMore,
        Rule::k_or_less => BoundWord::OrLess,
        Rule::k_or_within => BoundWord::Within,
        Rule::k_or_beyond => BoundWord::Beyond,
        Rule::k_reaching => BoundWord::Reaching,
        Rule::k_more_than => BoundWord::MoreThan,
        Rule::k_less_than => BoundWord::LessThan,
        Rule::k_at_least => BoundWord::AtLeast,
        Rule::k_at_most => BoundWord::AtMost,
        Rule::k_exactly => BoundWord::Exactly,
        _ => return None,
    })
}

/// A value that is a word.
pub(crate) fn constant(text: &str) -> Option<ExprKind> {
    Some(match rule(text)? {
        Rule::k_yes => ExprKind::Bool(true),
        Rule::k_no => ExprKind::Bool(false),
        Rule::k_unknown => ExprKind::Unknown,
        Rule::k_now => ExprKind::Now,
        Rule::k_today => ExprKind::Today,
        Rule::k_ring => ExprKind::Ring,
        Rule::k_mood => ExprKind::Mood,
        Rule::k_call_time => ExprKind::OfCall(OfCall::Length),
        Rule::k_hold_total => ExprKind::OfCall(OfCall::Held),
        Rule::k_silence_total => ExprKind::OfCall(OfCall::Silent),
        Rule::k_talk_share => ExprKind::OfCall(OfCall::TalkShare),
        _ => return None,
    })
}

/// A unit.
pub(crate) fn unit(text: &str) -> Option<Unit> {
    Some(match rule(text)? {
        Rule::k_rings => Unit::Rings,
        Rule::k_times => Unit::Times,
        Rule::k_ms => Unit::Ms,
        Rule::k_s => Unit::Seconds,
        Rule::k_min => Unit::Minutes,
        Rule::k_h => Unit::Hours,
        Rule::k_d => Unit::Days,
        Rule::k_wd => Unit::Workdays,
        Rule::k_wh => Unit::WorkHours,
        Rule::k_wmin => Unit::WorkMinutes,
        Rule::k_wk => Unit::Weeks,
        Rule::k_mo => Unit::Months,
        Rule::k_qtr => Unit::Quarters,
        Rule::k_yr => Unit::Years,
        Rule::k_th => Unit::DayOfMonth,
        Rule::k_yuan => Unit::Yuan,
        Rule::k_points => Unit::Points,
        Rule::k_chars => Unit::Chars,
        Rule::k_cpm => Unit::CharsPerMinute,
        _ => return None,
    })
}

/// A type that is a word.
pub(crate) fn type_kind(text: &str) -> Option<TypeKind> {
    Some(match rule(text)? {
        Rule::k_text => TypeKind::Text,
        Rule::k_integer => TypeKind::Integer,
        Rule::k_number => TypeKind::Number,
        Rule::k_yesno => TypeKind::Bool,
        Rule::k_duration => TypeKind::Duration,
        Rule::k_times_count => TypeKind::Times,
        Rule::k_ring_count => TypeKind::Rings,
        Rule::k_length => TypeKind::Chars,
        Rule::k_money => TypeKind::Money,
        Rule::k_mark => TypeKind::Points,
        Rule::k_pace => TypeKind::Pace,
        Rule::k_date => TypeKind::Date,
        Rule::k_clock => TypeKind::Clock,
        Rule::k_instant => TypeKind::Instant,
        Rule::k_mobile => TypeKind::Mobile,
        Rule::k_phone => TypeKind::Phone,
        Rule::k_recording => TypeKind::Recording,
        Rule::k_signature => TypeKind::Signature,
        Rule::k_person => TypeKind::Person,
        Rule::k_role => TypeKind::RoleName,
        Rule::k_phrases => TypeKind::Phrases,
        _ => return None,
    })
}

/// Who; a word that is none of the built-in ones is a role.
pub(crate) fn actor(text: &str) -> Actor {
    match rule(text) {
        Some(Rule::k_customer) => Actor::Customer,
        Some(Rule::k_agent) => Actor::Agent,
        Some(Rule::k_third_party) => Actor::Third,
        Some(Rule::k_system) => Actor::System,
        Some(Rule::k_anyone) => Actor::Anyone,
        _ => Actor::Role(SmolStr::new(text)),
    }
}

/// 说, 应说, 必说.
pub(crate) fn modality(text: &str) -> Modality {
    match rule(text) {
        Some(Rule::k_must_say) => Modality::Must,
        Some(Rule::k_should_say) => Modality::Should,
        _ => Modality::May,
    }
}

/// 逐字, 大意, 要点.
pub(crate) fn mode(text: &str) -> MatchMode {
    match rule(text) {
        Some(Rule::k_verbatim) => MatchMode::Verbatim,
        Some(Rule::k_key_points) => MatchMode::KeyPoints,
        _ => MatchMode::Gist,
    }
}

/// 任一, 全部, 依次.
pub(crate) fn quantifier(text: &str) -> Quantifier {
    match rule(text) {
        Some(Rule::k_all_of) => Quantifier::All,
        Some(Rule::k_in_order) => Quantifier::InOrder,
        _ => Quantifier::Any,
    }
}

/// 严重, 一般, 轻微.
pub(crate) fn severity(text: &str) -> Severity {
    match rule(text) {
        Some(Rule::k_serious) => Severity::Serious,
        Some(Rule::k_minor) => Severity::Minor,
        _ => Severity::Ordinary,
    }
}

/// 严重, 一般, 轻微, in either language; none for any other word.
pub fn severity_of(text: &str) -> Option<Severity> {
    matches!(rule(text), Some(Rule::k_serious | Rule::k_ordinary | Rule::k_minor)).then(|| severity(text))
}

/// 句首, 首句, 句尾.
pub(crate) fn position(text: &str) -> Position {
    match rule(text) {
        Some(Rule::k_first_turn) => Position::FirstTurn,
        Some(Rule::k_sentence_end) => Position::SentenceEnd,
        _ => Position::SentenceStart,
    }
}

/// 顺延, 提前.
pub(crate) fn shift(text: &str) -> Shift {
    if rule(text) == Some(Rule::k_advance) { Shift::Advance } else { Shift::Postpone }
}

/// 周一 to 周日.
pub(crate) fn weekday(text: &str) -> Option<Weekday> {
    Some(match rule(text)? {
        Rule::k_monday => Weekday::Monday,
        Rule::k_tuesday => Weekday::Tuesday,
        Rule::k_wednesday => Weekday::Wednesday,
        Rule::k_thursday => Weekday::Thursday,
        Rule::k_friday => Weekday::Friday,
        Rule::k_saturday => Weekday::Saturday,
        Rule::k_sunday => Weekday::Sunday,
        _ => return None,
    })
}

/// The day that a scenario's line names.
pub(crate) fn day(text: &str) -> Option<Day> {
    Some(match rule(text)? {
        Rule::k_same_day => Day::Same,
        Rule::k_next_day => Day::Next,
        Rule::k_next_workday => Day::NextWorkday,
        Rule::k_month_end => Day::MonthEnd,
        _ => Day::Weekday(weekday(text)? as u8),
    })
}

/// The marks that a turn of a scenario may bear; the last is a word there alone.
pub(crate) const MARKS: [&str; 3] = ["抢话", "引用", "放慢"];

/// 〔抢话〕 and its like.
pub(crate) fn mark(name: Name) -> TurnMark {
    match rule(&name.text) {
        Some(Rule::k_cut_in) => TurnMark::CutIn,
        Some(Rule::k_use) => TurnMark::Quoted,
        Some(Rule::k_slow) => TurnMark::Slow,
        _ if MARKS.last() == Some(&name.text.as_str()) => TurnMark::Slow,
        _ => TurnMark::Unknown(name),
    }
}

/// What a column of a scenario's row may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Stand(Stand),
    In,
    Ended,
    HandedTo,
    /// 可选, 不可选
    Enabled(bool),
    /// 做过, 没做过
    Did(bool),
    /// 说过, 没说过
    Said(bool),
}

/// The expectation that a word opens, and all words there are.
pub(crate) fn expectation(text: &str) -> Result<Asked, Vec<&'static str>> {
    const ALL: [(Rule, Asked); 13] = [
        (Rule::k_violates, Asked::Stand(Stand::Broken)),
        (Rule::k_does_not_violate, Asked::Stand(Stand::Kept)),
        (Rule::k_violates_only, Asked::Stand(Stand::OnlyBroken)),
        (Rule::k_inconclusive, Asked::Stand(Stand::Unknown)),
        (Rule::k_be_in, Asked::In),
        (Rule::k_end, Asked::Ended),
        (Rule::k_hand_to, Asked::HandedTo),
        (Rule::k_enabled, Asked::Enabled(true)),
        (Rule::k_disabled, Asked::Enabled(false)),
        (Rule::k_did, Asked::Did(true)),
        (Rule::k_never_did, Asked::Did(false)),
        (Rule::k_said, Asked::Said(true)),
        (Rule::k_never_said, Asked::Said(false)),
    ];
    let asked = rule(text);
    let found = ALL.iter().find(|(word, _)| Some(*word) == asked);
    found.map(|(_, asked)| *asked).ok_or_else(|| ALL.iter().filter_map(|(r, _)| keyword::of(*r)).map(|k| k.zh).collect())
}

/// Whether a name would be read as a number with its unit, or as a comparison word with a number.
pub fn reads_as_number(name: &str) -> bool {
    // Nearly every name is turned away by its first character.
    let Some(first) = name.chars().next() else { return false };
    let counted = is_numeral(first) || first.is_ascii_digit();
    (counted || FIRST.contains(&first)) && token::read(Rule::number_like, name).is_ok()
}

/// The word of the language, in both languages, that a bare name in the place of a value would be taken for.
pub fn reads_as_value(name: &str) -> Option<(&'static str, &'static str)> {
    const WORDS: [Rule; 10] = [
        Rule::k_yes,
        Rule::k_no,
        Rule::k_unknown,
        Rule::k_any,
        Rule::k_now,
        Rule::k_today,
        Rule::k_call_time,
        Rule::k_talk_share,
        Rule::k_hold_total,
        Rule::k_silence_total,
    ];
    reads_as(name, &WORDS)
}

/// The same for a name where something that happens is expected.
pub fn reads_as_event(name: &str) -> Option<(&'static str, &'static str)> {
    const WORDS: [Rule; 33] = [
        Rule::k_incoming,
        Rule::k_outgoing,
        Rule::k_ring,
        Rule::k_answer,
        Rule::k_begin,
        Rule::k_finish,
        Rule::k_backchannel,
        Rule::k_talk_over,
        Rule::k_cut_in,
        Rule::k_reply,
        Rule::k_noise,
        Rule::k_hold,
        Rule::k_resume,
        Rule::k_mute,
        Rule::k_unmute,
        Rule::k_transfer,
        Rule::k_hang_up,
        Rule::k_customer_hang_up,
        Rule::k_agent_hang_up,
        Rule::k_call_ended,
        Rule::k_mood,
        Rule::k_enter,
        Rule::k_leave,
        Rule::k_stay,
        Rule::k_call_time,
        Rule::k_case_closed,
        Rule::k_confirmed,
        Rule::k_consent,
        Rule::k_option,
        Rule::k_fill,
        Rule::k_end,
        Rule::k_do,
        Rule::k_say,
    ];
    reads_as(name, &WORDS)
}

fn reads_as(name: &str, words: &[Rule]) -> Option<(&'static str, &'static str)> {
    keyword::find(name).filter(|k| words.contains(&k.rule)).map(|k| (k.zh, k.en))
}

/// The characters that comparison words begin with.
static FIRST: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let before = [Rule::k_reaching, Rule::k_more_than, Rule::k_less_than, Rule::k_at_least, Rule::k_at_most, Rule::k_exactly];
    let words = before.iter().filter_map(|r| keyword::of(*r)).flat_map(|k| k.aliases.iter().copied().chain([k.zh, k.en]));
    words.filter_map(|w| w.chars().next()).collect()
});

/// Whether a character may begin a number in Chinese numerals.
pub(crate) fn is_numeral(c: char) -> bool {
    "半一二两三四五六七八九十百千万零〇".contains(c)
}

/// A number in Chinese numerals, `半` for a half: `三`, `十五`, `二百零三`.
pub(crate) fn numeral(text: &str) -> Option<Decimal> {
    if text == "半" {
        return Decimal::parse("0.5");
    }
    let (mut total, mut section, mut digit, mut half) = (0_i64, 0_i64, None, false);
    for c in text.chars() {
        let place = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' => {
                total = (total + section + digit.take().unwrap_or(0)).checked_mul(10_000)?;
                section = 0;
                continue;
            }
            '半' => {
                half = true;
                continue;
            }
            _ => {
                let value = "零一二三四五六七八九".chars().position(|d| d == c).or(match c {
                    '〇' => Some(0),
                    '两' => Some(2),
                    _ => None,
                })?;
                digit = Some(digit.unwrap_or(0) * 10 + value as i64);
                if total > i64::from(u32::MAX) || digit > Some(i64::from(u32::MAX)) {
                    return None;
                }
                continue;
            }
        };
        section += digit.take().unwrap_or(1) * place;
    }
    let value = Decimal::from_int(total.checked_add(section)?.checked_add(digit.unwrap_or(0))?)?;
    if half { value.plus(Decimal::parse("0.5")?) } else { Some(value) }
}
