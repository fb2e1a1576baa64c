/**
 * How unlikely it is that two counts of samples differ by chance alone, in standard deviations; positive when `now` is
 * the greater. `exposure` is what `now` would be against `before` if nothing had changed.
 *
 * Counts of samples are Poisson distributed. Given their sum, `now` is then binomial; this is the signed root of its
 * likelihood ratio, which stays true for counts as small as 0, where a plain standard error does not. Samples that hang
 * together (one long call) vary more than that.
 */
export function changeInSigmas(now: number, before: number, exposure: number): number {
  const sum = now + before;
  if (sum === 0 || !(exposure > 0)) return 0;
  const expectedNow = (sum * exposure) / (1 + exposure);
  const deviance = 2 * (surprise(now, expectedNow) + surprise(before, sum - expectedNow));
  return Math.sign(now - expectedNow) * Math.sqrt(Math.max(0, deviance));
}

function surprise(count: number, expected: number): number {
  return count > 0 ? count * Math.log(count / expected) : 0;
}
