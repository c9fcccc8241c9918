//! Which pages of a window belong together, and how they are shared out.
//!
//! Pages that one task changes together are in one group, and so are those that are joined by way of others (a union-find
//! forest). Groups are shared out by weight, the heaviest first, each to the part that has least.

use super::number_map::NumberMap;
use super::window::{Task, Window};
use crate::format::primitives::Pgno;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The weight of a macro, as a number of records.
const MACRO: u32 = 16;
/// A part of less weight is not worth a thread's while.
const WORTH: u32 = 128;

/// The pages of a window, numbered as they come, in groups.
#[derive(Default)]
pub struct Groups {
    numbers: NumberMap<u32>,
    pages: Vec<(u8, Pgno)>,
    parents: Vec<u32>,
}

impl Groups {
    pub fn pages(&self) -> &[(u8, Pgno)] {
        &self.pages
    }

    /// The number of a page; a new one is in a group of its own.
    #[inline]
    pub fn number(&mut self, dbid: u8, pgno: Pgno) -> u32 {
        let next = self.pages.len() as u32;
        let number = *self.numbers.entry(u64::from(dbid) << 32 | u64::from(pgno)).or_insert(next);
        if number == next {
            self.pages.push((dbid, pgno));
            self.parents.push(next);
        }
        number
    }

    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.group(a), self.group(b));
        // The page that came first stands for the group.
        if let Some(parent) = self.parents.get_mut(a.max(b) as usize) {
            *parent = a.min(b);
        }
    }

    /// The page that stands for a page's group.
    pub fn group(&mut self, page: u32) -> u32 {
        let mut page = page as usize;
        loop {
            let parent = self.parents[page] as usize;
            if parent == page {
                return page as u32;
            }
            self.parents[page] = self.parents[parent];
            page = parent;
        }
    }

    pub fn clear(&mut self) {
        self.numbers.clear();
        self.pages.clear();
        self.parents.clear();
    }
}

/// What one job gets.
#[derive(Default)]
pub struct Part {
    /// Tasks by their number in the window, in the order of the log.
    pub tasks: Vec<u32>,
    pub pages: Vec<(u8, Pgno)>,
}

/// Shares out windows. Keeps its memory from one to the next.
#[derive(Default)]
pub struct Division {
    parts: Vec<Part>,
    /// By page: first the weight of its group, then the part that gets it.
    of_group: Vec<u32>,
    groups: Vec<(u32, u32)>,
}

/// What a task costs, about: as much as so many records about one node.
pub fn weight_of(task: &Task) -> u32 {
    if task.is_macro { MACRO } else { 1 }
}

impl Division {
    /// The weights of the window's groups, the heaviest first, each with the page that stands for it.
    pub fn weigh(&mut self, window: &mut Window) -> &[(u32, u32)] {
        self.of_group.clear();
        self.of_group.resize(window.groups.pages().len(), 0);
        for task in &window.tasks {
            let group = window.groups.group(task.page);
            self.of_group[group as usize] += weight_of(task);
        }
        self.groups.clear();
        let weights = self.of_group.iter().zip(0..);
        self.groups.extend(weights.filter(|(weight, _)| **weight > 0).map(|(&weight, group)| (weight, group)));
        self.groups.sort_unstable_by_key(|&(weight, group)| (Reverse(weight), group));
        &self.groups
    }

    /// Shares the window's groups out to at most so many parts; gives how many there are.
    pub fn divide(&mut self, window: &mut Window, most: usize) -> usize {
        self.weigh(window);
        let whole: u32 = self.groups.iter().map(|(weight, _)| weight).sum();
        let count = most.min((whole / WORTH) as usize).max(1);
        self.parts.resize_with(count.max(self.parts.len()), Part::default);
        for part in &mut self.parts {
            part.tasks.clear();
            part.pages.clear();
        }
        let mut loads: BinaryHeap<_> = (0..count).map(|part| Reverse((0, part))).collect();
        for &(weight, group) in &self.groups {
            if let Some(mut least) = loads.peek_mut() {
                let Reverse((load, part)) = &mut *least;
                *load += weight;
                self.of_group[group as usize] = *part as u32;
            }
        }
        for page in 0..window.groups.pages().len() {
            let group = window.groups.group(page as u32) as usize;
            self.parts[self.of_group[group] as usize].pages.push(window.groups.pages()[page]);
        }
        for (number, task) in window.tasks.iter().enumerate() {
            let group = window.groups.group(task.page) as usize;
            self.parts[self.of_group[group] as usize].tasks.push(number as u32);
        }
        count
    }

    pub fn parts(&mut self) -> &mut [Part] {
        &mut self.parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_joined_by_way_of_others() {
        let mut groups = Groups::default();
        let numbers: Vec<u32> = [7, 8, 9, 10].map(|pgno| groups.number(1, pgno)).to_vec();
        assert_eq!(groups.number(1, 9), numbers[2], "a page has one number");
        assert_ne!(groups.number(2, 9), numbers[2], "that of its database");
        groups.join(numbers[3], numbers[2]);
        groups.join(numbers[0], numbers[3]);
        let of: Vec<u32> = numbers.iter().map(|&n| groups.group(n)).collect();
        assert_eq!(of, [numbers[0], numbers[1], numbers[0], numbers[0]]);
        groups.clear();
        assert_eq!(groups.number(1, 10), 0);
    }
}
