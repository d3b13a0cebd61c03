//! How fast a product in a region is asked: a hard limit of requests in flight, and a rate that falls when the provider
//! throttles and rises again while it does not.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Requests in flight per product and region.
pub const IN_FLIGHT: usize = 4;
/// Requests a second at the start, and how many may go at once after a rest.
const START: f64 = 20.0;
/// The rate never rises over this, nor falls under its inverse.
const MOST: f64 = 60.0;
const LEAST: f64 = 1.0;

/// All lanes.
#[derive(Debug, Default)]
pub struct Pace {
    lanes: Mutex<HashMap<String, Arc<Lane>>>,
}

/// One product in one region.
#[derive(Debug)]
pub struct Lane {
    flight: Arc<Semaphore>,
    bucket: Mutex<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    rate: f64,
    tokens: f64,
    filled: Instant,
    /// Nobody is asked before this moment: the provider named it.
    rest_until: Instant,
}

impl Pace {
    /// The lane of a product and region.
    pub fn lane(&self, key: String) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(key).or_insert_with(|| Arc::new(Lane::new())))
    }
}

impl Lane {
    fn new() -> Self {
        let now = Instant::now();
        let bucket = Bucket { rate: START, tokens: START, filled: now, rest_until: now };
        Lane { flight: Arc::new(Semaphore::new(IN_FLIGHT)), bucket: Mutex::new(bucket) }
    }

    /// Waits until a request may go; the permit is held until it has been answered.
    pub async fn enter(&self) -> Option<OwnedSemaphorePermit> {
        let permit = Arc::clone(&self.flight).acquire_owned().await.ok()?;
        loop {
            let wait = {
                let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
                bucket.take(Instant::now())
            };
            match wait {
                None => return Some(permit),
                Some(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// The provider throttled: half the rate, and rest for as long as it said.
    pub fn throttled(&self, rest: Option<Duration>) {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.rate = (bucket.rate / 2.0).max(LEAST);
        bucket.tokens = bucket.tokens.min(1.0);
        if let Some(rest) = rest {
            bucket.rest_until = bucket.rest_until.max(Instant::now() + rest);
        }
    }

    /// The provider answered: a little faster.
    pub fn answered(&self) {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.rate = (bucket.rate + 0.5).min(MOST);
    }
}

impl Bucket {
    /// Takes a token, or says how long to wait for one.
    fn take(&mut self, now: Instant) -> Option<Duration> {
        if now < self.rest_until {
            return Some(self.rest_until - now);
        }
        self.tokens = (self.tokens + (now - self.filled).as_secs_f64() * self.rate).min(self.rate.max(1.0));
        self.filled = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return None;
        }
        Some(Duration::from_secs_f64(((1.0 - self.tokens) / self.rate).max(0.001)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bucket_lets_a_burst_through_and_then_waits() {
        let now = Instant::now();
        let mut bucket = Bucket { rate: 2.0, tokens: 2.0, filled: now, rest_until: now };
        assert_eq!(bucket.take(now), None);
        assert_eq!(bucket.take(now), None);
        let wait = bucket.take(now).unwrap();
        assert!(wait > Duration::from_millis(400) && wait <= Duration::from_millis(500), "{wait:?}");
        assert_eq!(bucket.take(now + Duration::from_millis(500)), None);
    }

    #[test]
    fn throttling_halves_the_rate_and_rests() {
        let lane = Lane::new();
        lane.throttled(Some(Duration::from_secs(5)));
        let mut bucket = lane.bucket.lock().unwrap();
        assert!((bucket.rate - START / 2.0).abs() < 1e-9);
        assert!(bucket.take(Instant::now()).unwrap() > Duration::from_secs(4));
    }

    #[test]
    fn the_rate_never_falls_to_nothing() {
        let lane = Lane::new();
        for _ in 0..40 {
            lane.throttled(None);
        }
        assert!(lane.bucket.lock().unwrap().rate >= LEAST);
    }
}
