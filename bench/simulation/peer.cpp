// M/M/c as a plain C++ loop: binary heap in one array of structs, ties by sequence number, what is taken leaves a hole
// that the next event fills; sfc32 and ziggurat exponentials; mean and logarithmic histogram of response times. The
// same algorithms as the simulator, which keeps this few events in a sorted list; nothing of its generality. Prints
// events, CPU seconds, mean response.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

static uint32_t ke[256];
static double we[256], fe[256];
static const double R = 7.69711747013105, V = 3.949659822581572e-3;
static uint32_t a = 1, b = 2, c = 3, d = 4;

static inline uint32_t bits() {
  uint32_t t = a + b + d++;
  a = b ^ (b >> 9);
  b = c + (c << 3);
  c = ((c << 21) | (c >> 11)) + t;
  return t;
}

static inline double exponential() {
  for (;;) {
    uint32_t j = bits();
    int i = j & 255;
    double x = j * we[i];
    if (j < ke[i]) return x;
    double u = (bits() + .5) / 4294967296.0;
    if (i == 0) return R - std::log(u);
    if (fe[i] + u * (fe[i - 1] - fe[i]) < std::exp(-x)) return x;
  }
}

struct Event {
  double time;
  int32_t sequence, code;
};
static std::vector<Event> heap;
static int size = 0, sequence = 0;
static bool hole = false;

static inline bool before(const Event &x, const Event &y) {
  return x.time < y.time || (x.time == y.time && x.sequence - y.sequence < 0);
}

static inline void sink(Event e) {
  int at = 0;
  for (;;) {
    int below = 2 * at + 1;
    if (below >= size) break;
    if (below + 1 < size && before(heap[below + 1], heap[below])) below++;
    if (!before(heap[below], e)) break;
    heap[at] = heap[below];
    at = below;
  }
  heap[at] = e;
}

static inline void push(double time, int code) {
  Event e{time, sequence++, code};
  if (hole) {
    hole = false;
    sink(e);
    return;
  }
  int at = size++;
  while (at > 0) {
    int above = (at - 1) >> 1;
    if (!before(e, heap[above])) break;
    heap[at] = heap[above];
    at = above;
  }
  heap[at] = e;
}

static inline Event take() {
  if (hole) {
    size--;
    if (size > 0) sink(heap[size]);
  }
  hole = true;
  return heap[0];
}

int main(int, char **argv) {
  int servers = atoi(argv[1]);
  double rate = servers * atof(argv[2]);
  long wanted = atol(argv[3]);
  double de = R, te = R, q = V / std::exp(-de);
  ke[0] = de / q * 4294967296.0;
  we[0] = q / 4294967296.0;
  we[255] = de / 4294967296.0;
  fe[0] = 1;
  fe[255] = std::exp(-de);
  for (int i = 254; i >= 1; i--) {
    de = -std::log(V / de + std::exp(-de));
    ke[i + 1] = de / te * 4294967296.0;
    te = de;
    fe[i] = std::exp(-de);
    we[i] = de / 4294967296.0;
  }
  for (int i = 0; i < 20; i++) bits();
  heap.resize(1 << 16);
  std::vector<double> queue(1 << 20), born(1 << 16);
  std::vector<int> idle;
  for (int i = servers - 1; i >= 0; i--) idle.push_back(i);
  std::vector<uint32_t> counts(4096);
  unsigned mask = (1 << 20) - 1, head = 0, tail = 0;
  double sum = 0;
  long done = 0, events = 0;
  push(exponential() / rate, -1);
  clock_t start = clock();
  while (done < wanted) {
    Event e = take();
    events++;
    if (e.code < 0) {
      push(e.time + exponential() / rate, -1);
      if (idle.empty()) queue[tail++ & mask] = e.time;
      else {
        int s = idle.back();
        idle.pop_back();
        born[s] = e.time;
        push(e.time + exponential(), s);
      }
      continue;
    }
    double response = e.time - born[e.code];
    sum += response;
    done++;
    uint64_t word;
    memcpy(&word, &response, 8);
    int bucket = (int)(word >> 46) - (1023 - 30) * 64;
    counts[bucket < 0 ? 0 : bucket > 4095 ? 4095 : bucket]++;
    if (head != tail) {
      born[e.code] = queue[head++ & mask];
      push(e.time + exponential(), e.code);
    } else idle.push_back(e.code);
  }
  printf("%ld %.6f %.6f %u\n", events, double(clock() - start) / CLOCKS_PER_SEC, sum / done, counts[0]);
}
