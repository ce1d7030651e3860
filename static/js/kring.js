// What every page needs; pages add their own module. Every form works without it.
