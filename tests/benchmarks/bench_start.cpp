// Console start to first painted tiles against an empty Qt main window, alternating, medians and their ratio.
// Usage: bench_start RUNS FLOOR-PROGRAM -- PROGRAM [ARGUMENTS]; both print a line "first-paint" when they have painted.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

void runChild(std::vector<char *> arguments, int output)
{
    dup2(output, STDOUT_FILENO);
    setenv("QD_START_PROBE", "1", 1);
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    std::_Exit(127);
}

/// Milliseconds from fork to the marker line; negative when the program ended without printing it.
double startOnce(const std::vector<char *> &arguments, const char *marker)
{
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    const auto begin = Clock::now();
    const pid_t child = fork();
    if (child == 0)
        runChild(arguments, ends[1]);
    close(ends[1]);
    FILE *lines = fdopen(ends[0], "r");
    char line[512];
    double elapsed = -1;
    while (elapsed < 0 && std::fgets(line, sizeof line, lines))
        if (std::strncmp(line, marker, std::strlen(marker)) == 0)
            elapsed = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
    std::fclose(lines);
    return elapsed;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 5 || std::strcmp(argv[3], "--") != 0) {
        std::fputs("usage: bench_start RUNS FLOOR -- PROGRAM [ARGUMENTS]\n", stderr);
        return 2;
    }
    const std::vector<char *> floorProgram{argv[2]};
    const std::vector<char *> program(argv + 4, argv + argc);
    std::vector<double> floorTimes;
    std::vector<double> times;
    std::vector<double> dataTimes;
    for (int run = 0; run < std::atoi(argv[1]); ++run) {
        floorTimes.push_back(startOnce(floorProgram, "first-paint"));
        times.push_back(startOnce(program, "first-paint"));
        dataTimes.push_back(startOnce(program, "first-data"));
    }
    std::printf("empty window %.1f ms, first painted tiles %.1f ms, ratio %.2f; tiles with data %.1f ms\n",
                median(floorTimes), median(times), median(times) / median(floorTimes), median(dataTimes));
    return median(times) > 0 && median(floorTimes) > 0 ? 0 : 1;
}
