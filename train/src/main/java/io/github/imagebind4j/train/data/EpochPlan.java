package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Which entries make which batch, a pure function of seed and epoch. Immutable.
///
/// With a bound on equal groups, entries are sorted by group (groups and entries in random order)
/// and dealt like cards: with K batches and at most `m·K` entries of a group, none gets more than m
/// of it, and all batches have about the same mixture.
final class EpochPlan {
  private final List<PairTable> tables;
  private final int[] firstEntry;
  private final int[] groups;
  private final int groupCount;
  private final int[] perEpoch;
  private final int batchSize;
  private final int maxPerGroup;
  private final long seed;
  private final int steps;

  /// Plans.
  ///
  /// @param maxPerGroup the most entries of a group in a batch; 0: any number
  EpochPlan(List<PairTable> tables, int batchSize, int maxPerGroup, long seed) {
    this.tables = tables;
    this.batchSize = batchSize;
    this.maxPerGroup = maxPerGroup;
    this.seed = seed;
    this.firstEntry = new int[tables.size() + 1];
    for (int t = 0; t < tables.size(); t++) {
      firstEntry[t + 1] = Math.addExact(firstEntry[t], tables.get(t).size());
    }
    Map<String, Integer> numbers = numberGroups();
    this.groupCount = numbers.size();
    this.groups = new int[firstEntry[tables.size()]];
    for (int t = 0; t < tables.size(); t++) {
      for (int i = 0; i < tables.get(t).size(); i++) {
        groups[firstEntry[t] + i] = numbers.getOrDefault(tables.get(t).group(i), 0);
      }
    }
    this.perEpoch = shares();
    this.steps = countSteps();
  }

  private Map<String, Integer> numberGroups() {
    TreeSet<String> names = new TreeSet<>();
    for (PairTable table : tables) {
      for (int i = 0; i < table.size(); i++) {
        names.add(table.group(i));
      }
    }
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    return numbers;
  }

  /// How many entries of each table an epoch has.
  private int[] shares() {
    double total = 0;
    double weights = 0;
    boolean all = true;
    for (PairTable table : tables) {
      total += table.size() * table.source().replication();
      weights += table.source().weight();
      all &= table.source().weight() > 0;
    }
    if (weights > 0 && !all) {
      throw new ConfigException("give each pair source a weight above 0, or none of them");
    }
    int[] shares = new int[tables.size()];
    for (int t = 0; t < shares.length; t++) {
      PairSource source = tables.get(t).source();
      double share =
          weights > 0
              ? total * source.weight() / weights
              : tables.get(t).size() * source.replication();
      if (share > 1 << 29) {
        throw new ConfigException(
            source.name() + ": an epoch of " + share + " pairs is too long; replicate less");
      }
      shares[t] = (int) Math.max(1, Math.rint(share));
    }
    return shares;
  }

  private int countSteps() {
    double[] expected = new double[groupCount];
    long total = 0;
    for (int t = 0; t < perEpoch.length; t++) {
      double times = (double) perEpoch[t] / tables.get(t).size();
      total += perEpoch[t];
      for (int i = firstEntry[t]; i < firstEntry[t + 1]; i++) {
        expected[groups[i]] += times;
      }
    }
    int low = 0;
    int high = (int) (total / batchSize);
    if (high == 0) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "an epoch of %d pairs is less than a batch of %d; raise the replication (to %.2f times what it is, or more) or lower the batch size",
              total,
              batchSize,
              (double) batchSize / total));
    }
    if (maxPerGroup == 0) {
      return high;
    }
    while (low < high) {
      int middle = (int) (((long) low + high + 1) / 2);
      if (fills(expected, middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (low == 0) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "no batch of %d pairs with at most %d of a group can be made: there are %d groups; allow more of a group or lower the batch size",
              batchSize,
              maxPerGroup,
              groupCount));
    }
    return low;
  }

  private boolean fills(double[] expected, int batches) {
    double most = (double) maxPerGroup * batches;
    double have = 0;
    for (double count : expected) {
      have += Math.min(Math.floor(count), most);
    }
    return have >= (double) batches * batchSize;
  }

  int steps() {
    return steps;
  }

  int groupCount() {
    return groupCount;
  }

  int group(int entry) {
    return groups[entry];
  }

  PairTable.Pair draw(int entry, Draws draws) {
    int table = table(entry);
    return tables.get(table).draw(entry - firstEntry[table], draws);
  }

  private int table(int entry) {
    int at = Arrays.binarySearch(firstEntry, entry);
    return at >= 0 ? at : -at - 2;
  }

  /// Another entry of the same table, of the same group if there is one, to stand in for one that
  /// failed.
  int standIn(int entry, Draws draws) {
    int table = table(entry);
    int from = firstEntry[table];
    int size = firstEntry[table + 1] - from;
    int start = draws.below(size);
    for (int i = 0; i < size; i++) {
      int other = from + (start + i) % size;
      if (other != entry && groups[other] == groups[entry]) {
        return other;
      }
    }
    return from + start;
  }

  /// All batches of an epoch, one after the other.
  ///
  /// @return `steps * batchSize` entries
  int[] order(int epoch) {
    Draws draws = new Draws(seed, 1, epoch);
    int[] all = entries(draws);
    shuffle(all, draws);
    return maxPerGroup == 0 ? Arrays.copyOf(all, steps * batchSize) : deal(all, draws);
  }

  private int[] entries(Draws draws) {
    int[] all = new int[Arrays.stream(perEpoch).reduce(0, Math::addExact)];
    int at = 0;
    for (int t = 0; t < perEpoch.length; t++) {
      int size = tables.get(t).size();
      int[] order = draws.permutation(size);
      for (int i = 0; i < perEpoch[t]; i++) {
        all[at++] = firstEntry[t] + order[i % size];
      }
    }
    return all;
  }

  private static void shuffle(int[] all, Draws draws) {
    for (int i = all.length - 1; i > 0; i--) {
      int j = draws.below(i + 1);
      int swap = all[i];
      all[i] = all[j];
      all[j] = swap;
    }
  }

  private int[] deal(int[] shuffled, Draws draws) {
    int[] rank = draws.permutation(groupCount);
    int most = Math.multiplyExact(maxPerGroup, steps);
    int[] counts = new int[groupCount];
    int kept = 0;
    for (int entry : shuffled) {
      if (counts[groups[entry]] < most) {
        counts[groups[entry]]++;
        shuffled[kept++] = entry;
      }
    }
    // The first ones of a shuffled list are a random choice.
    int wanted = steps * batchSize;
    int[] chosen = Arrays.copyOf(shuffled, wanted);
    if (kept < wanted) {
      // A fraction of a replication fell on groups that were full: some entries come once more.
      fillUp(chosen, kept, counts, most);
    }
    long[] keys = new long[wanted];
    for (int i = 0; i < wanted; i++) {
      keys[i] = (long) rank[groups[chosen[i]]] << 32 | i;
    }
    Arrays.sort(keys);
    int[] batchOf = draws.permutation(steps);
    int[] batches = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      batches[batchOf[i % steps] * batchSize + i / steps] = chosen[(int) keys[i]];
    }
    return batches;
  }

  private void fillUp(int[] chosen, int from, int[] counts, int most) {
    int at = from;
    boolean room = true;
    while (at < chosen.length) {
      int before = at;
      for (int i = 0; i < from && at < chosen.length; i++) {
        // Without room in any group this epoch lacks whole groups: then any entry will do.
        if (!room || counts[groups[chosen[i]]] < most) {
          counts[groups[chosen[i]]]++;
          chosen[at++] = chosen[i];
        }
      }
      room = at > before;
    }
  }
}
