//! Recommends what the user has looked at most often, and now and then something else.

use crate::contract::recarena::v1::Outcome;
use crate::tensors::{column, rows};

/// Counts, for the user in each lane, how often they looked at each product.
pub struct Agent {
    exploration: f64,
    counts: Vec<Vec<u32>>,
    random: Random,
}

impl Agent {
    /// With probability `exploration`, a product is drawn at random.
    pub fn new(lanes: usize, products: usize, exploration: f64) -> Self {
        Self {
            exploration,
            counts: vec![vec![0; products]; lanes],
            random: Random(1),
        }
    }

    /// Counts views. Where a user has left, the observation is the next user's first one.
    pub fn observe(&mut self, outcome: &Outcome) -> Result<(), String> {
        let views = rows(column(&outcome.observations, "views")?);
        for (lane, (counts, viewed)) in self.counts.iter_mut().zip(views).enumerate() {
            if outcome.terminated[lane] != 0 || outcome.truncated[lane] != 0 {
                counts.fill(0);
            }
            for product in viewed {
                counts[product as usize] += 1;
            }
        }
        Ok(())
    }

    /// A product for each lane, and the probability with which it was chosen.
    pub fn choose(&mut self) -> (Vec<i32>, Vec<f64>) {
        let (exploration, random) = (self.exploration, &mut self.random);
        self.counts
            .iter()
            .map(|counts| {
                let favourite = most(counts);
                let product = if random.next() < exploration {
                    (random.next() * counts.len() as f64) as usize
                } else {
                    favourite
                };
                let by_chance = exploration / counts.len() as f64;
                let by_rank = if product == favourite { 1.0 - exploration } else { 0.0 };
                (product as i32, by_chance + by_rank)
            })
            .unzip()
    }
}

/// The first of the products that were looked at most often.
fn most(counts: &[u32]) -> usize {
    let mut favourite = 0;
    for (product, count) in counts.iter().enumerate() {
        if *count > counts[favourite] {
            favourite = product;
        }
    }
    favourite
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that the example needs no crate for random numbers.
struct Random(u64);

impl Random {
    /// Uniform in [0, 1).
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
