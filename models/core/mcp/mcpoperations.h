#pragma once

#include "clock.h"
#include "mcp/mcptypes.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

/// Values of what a client can ask for beside lists, calls and reads.
namespace qd {

/// One argument of a prompt or of a resource template that is being typed.
struct McpCompletionQuery {
    enum class Of { Prompt, ResourceTemplate };
    Of of = Of::Prompt;
    QString name;     ///< of the prompt, or the URI template
    QString argument;
    QString value;    ///< what is typed so far
    QList<std::pair<QString, QString>> context; ///< the arguments that are settled
};

struct McpCompletions {
    QStringList values; ///< at most 100
    std::optional<qint64> total;
    bool hasMore = false;
    bool operator==(const McpCompletions &) const = default;
};

/// Syslog's levels, as logging/setLevel has them.
enum class McpLogLevel { Debug, Info, Notice, Warning, Error, Critical, Alert, Emergency };

/// How a tool is called, beside its arguments.
struct McpCallOptions {
    bool isTask = false;                ///< as a task; a tool that demands one gets one anyway
    std::optional<Milliseconds> taskTtl; ///< how long its result should be kept
    QString meta;                       ///< a JSON object whose members go into `_meta`; empty for none
};

/// A call that the server works on by itself, in the terms of both eras.
struct McpTask {
    enum class Status { Working, InputRequired, Completed, Failed, Cancelled, Unknown };
    QString id;
    Status status = Status::Working;
    QString message; ///< the server's word on the status
    QString createdAt;
    QString updatedAt;
    std::optional<Milliseconds> ttl;
    std::optional<Milliseconds> pollInterval;
    QString raw;     ///< the whole task object, JSON
    bool operator==(const McpTask &) const = default;
};

/// A server asks for a model's answer.
struct McpSamplingRequest {
    McpServerId server;
    QList<McpContent> messages; ///< with their roles
    QString systemPrompt;
    QStringList modelHints;     ///< names, the preferred one first
    QStringList stopSequences;
    QString includeContext;     ///< none, thisServer, allServers
    qint64 maxTokens = 0;
    std::optional<double> temperature;
    QString tools;              ///< JSON array, or empty
    QString toolChoice;         ///< JSON object, or empty
    QString raw;                ///< the whole params, JSON
};

struct McpSamplingAnswer {
    QString role = QStringLiteral("assistant");
    QString text;
    QString content;    ///< JSON of the content block or blocks, in the place of `text` when it is not empty
    QString model;
    QString stopReason = QStringLiteral("endTurn");
};

/// A server asks the user for something: the fields of a form, or a visit to a web page.
struct McpElicitation {
    enum class Mode { Form, Url };
    McpServerId server;
    Mode mode = Mode::Form;
    QString message;
    QString schema; ///< Form: a flat JSON object schema
    QString url;    ///< Url: as the server wrote it; never fetched, opened by the user's act alone
    QString id;     ///< Url, legacy: what notifications/elicitation/complete names
    QString raw;    ///< the whole params, JSON
    bool isRequired = false; ///< Url: a request of ours waits for it, and is sent again once somebody says that the page was visited
};

struct McpElicitationAnswer {
    enum class Action { Accept, Decline, Cancel };
    Action action = Action::Decline;
    QString content; ///< Form and Accept: a JSON object
    bool isDone = false; ///< Url and Accept: the page has been visited already; the server's word on it is not waited for
};

/// What a client says it can do for servers. Nothing: servers hide what needs it.
struct McpAbilities {
    bool hasRoots = false;
    bool hasSampling = false;
    bool hasSamplingTools = false;
    bool hasForms = false;
    bool hasUrls = false;
    bool operator==(const McpAbilities &) const = default;
};

} // namespace qd
