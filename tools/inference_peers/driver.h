/* What every peer in C does with its case: answer, be timed, or just run.
 *
 * usage: PEER answers|times|count [N] < case
 *
 * The peer says how many examples there are and which label is best for one of them.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int example_count;
static void read_case(void);
static int best(int example);

static double number(void)
{
    double value;
    if (scanf("%lf", &value) != 1)
        exit(2);
    return value;
}

static int run(long count)
{
    int total = 0, example = 0;
    while (count--) {
        total += best(example);
        example = example + 1 < example_count ? example + 1 : 0;
    }
    return total;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int count, char **words)
{
    long runs = count > 2 ? atol(words[2]) : 1;
    read_case();
    if (strcmp(words[1], "answers") == 0) {
        for (int example = 0; example < example_count; example++)
            printf("%d\n", best(example));
        return 0;
    }
    double begun = now();
    int total = run(runs);
    printf("%.6f us, %d\n", (now() - begun) / runs, total);
    return 0;
}
