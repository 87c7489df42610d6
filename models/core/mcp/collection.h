#pragma once

#include "clock.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

/// Saved calls with what is expected of them, in files for Git. JSON stands in these values as text; it is read and written
/// in connectors/mcpcollections.
namespace qd::collection {

/// One thing that must hold of an answer.
struct Check {
    enum class Operator { Equals, NotEquals, OneOf, Exists, Contains, Matches, Less, Greater, AtMost, AtLeast, Type, Count, Schema };
    QString on;       ///< "status", "code", "text", "latencyMs", "warnings", "progress", or a JSON path into the result
    Operator op = Operator::Equals;
    QString expected; ///< JSON
    bool operator==(const Check &) const = default;
};

/// One request, or one wait for the server.
struct Step {
    enum class Kind { List, Call, CallEach, Read, Get, Complete, Subscribe, Unsubscribe, LogLevel, Ping, Wait };
    Kind kind = Kind::Call;
    QString name;              ///< for people; may be empty
    QString target;            ///< what is listed, the tool, the URI, the prompt, the level, the notification
    QString arguments;         ///< JSON object; Complete: the whole member; CallEach: by tool; may be empty
    QStringList except;        ///< CallEach: tools that are left out
    bool isTask = false;       ///< Call
    Milliseconds timeout{0};   ///< 0: the session's own
    QList<Check> checks;
    QList<std::pair<QString, QString>> captures; ///< variable, path
    QStringList rows;          ///< JSON objects: the step runs once for each
    QString rowsFile;          ///< where they came from, or empty
    bool hasRows = false;      ///< they were read, if only an empty list of them: then the step runs never
    QString raw;               ///< the whole step as it was read, JSON
    bool operator==(const Step &) const = default;
};

using Variables = QList<std::pair<QString, QString>>; ///< name, JSON

struct Environment {
    QString name;
    Variables variables;
    bool operator==(const Environment &) const = default;
};

struct Collection {
    QString name;
    QString description;
    Variables variables;
    QList<Environment> environments;
    QString environmentsFile;  ///< where they came from, or empty
    QString answers;           ///< JSON object: what the server gets when it asks; may be empty
    QList<Step> steps;
    QString raw;               ///< the whole document as it was read, JSON
    QStringList notes = {};    ///< what was read and is likely not meant: "step 2 (echo): “expects” is not known; …"
    bool operator==(const Collection &) const = default;
};

inline constexpr int formatVersion = 1;
inline constexpr qsizetype maxFileBytes = 4 * 1024 * 1024;
inline constexpr qsizetype maxSteps = 1000;
inline constexpr qsizetype maxRows = 10000;
inline constexpr qsizetype maxChecks = 200;
inline constexpr qsizetype maxVariables = 1000;
inline constexpr qsizetype maxPattern = 1000;

/// "call get-sum": what a step does, without its name.
[[nodiscard]] QString stepText(const Step &step);
/// The word of the format: "equals", "atMost".
[[nodiscard]] QString operatorWord(Check::Operator op);

} // namespace qd::collection
