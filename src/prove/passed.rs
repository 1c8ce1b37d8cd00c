//! States that have been looked at.

use super::clock::Reading;
use super::node::Node;
use super::search::Search;

impl Search<'_> {
    /// Keeps a state unless one like it has been looked at in which time could stand at least as differently.
    pub(super) fn keep(&mut self, node: Node, reading: &Reading) {
        let shape = node.shape();
        let seen = self.passed.entry(reading.key).or_default();
        let within = |old: &Vec<i64>| old.len() == shape.len() && old.iter().zip(&shape).all(|(old, new)| old >= new);
        if seen.iter().any(within) {
            return;
        }
        seen.push(shape);
        self.zones += 1;
        self.queue.push_back(self.nodes.len());
        self.nodes.push(node);
    }
}
