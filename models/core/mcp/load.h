#pragma once

#include "clock.h"
#include "error.h"
#include "mcp/latency.h"

#include <QList>
#include <QString>

#include <map>
#include <optional>

/// A load probe's plan and what it found. Pure: time comes in as values.
namespace qd::load {

inline constexpr int maxConcurrency = 256;
inline constexpr double maxRate = 10000;               ///< calls a second
inline constexpr Milliseconds longestRun{3'600'000};
inline constexpr qint64 maxCalls = 10'000'000;
inline constexpr int maxInstances = 100;               ///< further ones count as one
inline constexpr int maxErrorKinds = 50;

/// What is called, how often and how much at once. At least one of `duration` and `calls` bounds it.
struct Plan {
    QString tool;
    QString arguments = QStringLiteral("{}"); ///< JSON
    int concurrency = 1;      ///< calls under way at once, at most
    int connections = 1;      ///< that they are spread over
    double rate = 0;          ///< calls a second; 0: as fast as answers come
    std::optional<Milliseconds> duration;
    std::optional<qint64> calls;
    QString instanceHeader;   ///< of answers: which instance has answered
    QString instancePath;     ///< JSON path into the result, for the same
};
/// What is wrong with it, as a sentence.
[[nodiscard]] std::optional<QString> faultOf(const Plan &plan);

/// How one call ended.
struct Outcome {
    Microseconds begun{0};    ///< since the start of the run; with a rate: when it was due
    Microseconds ended{0};
    QString failure;          ///< empty: it went well; else a word: "timeout", "toolError"
    QString instance;         ///< empty: not known
};

/// What ended within one second of the run.
struct Second {
    int number = 0;           ///< from 0
    qint64 done = 0;          ///< failed ones included
    qint64 failed = 0;
    Microseconds p50{0};      ///< of all that ended in it
    Microseconds p95{0};
    Microseconds most{0};
    bool operator==(const Second &) const = default;
};

struct Share {
    QString name;
    qint64 count = 0;
    bool operator==(const Share &) const = default;
};

/// Everything a report or a chart needs.
struct Result {
    qint64 done = 0;
    qint64 failed = 0;
    qint64 due = 0;              ///< with a rate: calls that should have begun by now
    qint64 notMade = 0;          ///< of those: the server was too slow for them
    Microseconds elapsed{0};
    LatencyHistogram latency;    ///< of calls that went well
    LatencyHistogram failures;   ///< of those that did not
    QList<Share> errors;         ///< most first
    QList<Share> instances;      ///< most first; empty: none was told
    QList<Second> seconds;       ///< without gaps, from 0
    [[nodiscard]] double perSecond() const; ///< calls that ended, over the whole time
    [[nodiscard]] double errorShare() const;
};

/// Adds up outcomes as they come, in the order in which they end.
class Tally
{
public:
    void add(const Outcome &outcome);
    /// What there is so far, the second that is under way included.
    [[nodiscard]] Result result(Microseconds elapsed) const;

private:
    void closeSecond();
    [[nodiscard]] Second currentSecond() const;

    Result m_result;
    LatencyHistogram m_current; ///< of the second that is under way
    qint64 m_currentFailed = 0;
    int m_second = 0;
    std::map<QString, qint64> m_errors;
    std::map<QString, qint64> m_instances;
};

/// When the call with this number is due, from the start.
[[nodiscard]] Microseconds dueAt(const Plan &plan, qint64 number);
/// How many calls are due before this time, from the start; 0: the plan has no rate.
[[nodiscard]] qint64 dueBefore(const Plan &plan, Microseconds time);

} // namespace qd::load
