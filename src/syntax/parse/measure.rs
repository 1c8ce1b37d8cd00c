//! 计量.

use super::cx::Cx;
use crate::syntax::ast::{Measure, MeasureKind, MeasureSetting, Meta};
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;
use crate::syntax::token::Node;

impl Cx<'_> {
    /// 计量, of a package, a flow or a rule.
    pub(crate) fn measure(&mut self, at: usize) -> Measure {
        let mut measure = Measure { settings: Vec::new(), floor: false, span: self.span(at) };
        let mut meta = Meta::default();
        if let Some(toks) = self.read_head(at, Rule::measure_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            self.metas(&mut c, &mut meta);
        }
        for item in self.block(Some(at)) {
            if matches!(item.head, Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(item.at, &mut meta);
                continue;
            }
            if let Some(toks) = self.read(item.at, Rule::measure_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
                && let Some(node) = c.next()
            {
                measure.settings.push(self.measured_by(node));
                self.metas(&mut c, &mut meta);
            }
            self.clauses_below(item.at, &mut meta);
        }
        measure.floor = meta.floor;
        measure
    }

    fn measured_by(&mut self, node: Node<'_>) -> MeasureSetting {
        let mut c = node.inner();
        let span = node.span();
        if node.rule == Rule::heard_as {
            let words = c.filter(|n| n.rule == Rule::text).map(|n| self.text(n)).collect();
            return MeasureSetting { kind: MeasureKind::BackchannelWords, value: None, words, span };
        }
        let kind = match keyword::head(node.str()).map(|(k, _)| k.rule) {
            Some(Rule::k_pause_cap) => MeasureKind::PauseCap,
            Some(Rule::k_backchannel_cap) => MeasureKind::BackchannelCap,
            Some(Rule::k_reply_cap) => MeasureKind::ReplyCap,
            Some(Rule::k_pace_minimum) => MeasureKind::PaceMinimum,
            Some(Rule::k_transcript_lag) => MeasureKind::TranscriptLag,
            _ => MeasureKind::RingPeriod,
        };
        MeasureSetting { kind, value: Some(self.next_expr(&mut c)), words: Vec::new(), span }
    }
}
