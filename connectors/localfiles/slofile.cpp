#include "localfiles.h"

#include "jsonobject.h"
#include "nearestname.h"
#include "slorules.h"

#include <nlohmann/json.hpp>

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <utility>
#include <vector>

namespace qd {

namespace {

using nlohmann::json;

constexpr size_t maxSlos = 100;
constexpr size_t maxFilters = 20;
constexpr size_t maxBurnPairs = 8;

template<typename Enum>
using Words = std::vector<std::pair<QString, Enum>>;

template<typename Enum>
void readWord(JsonObject &object, const QString &key, const Words<Enum> &words, Enum &into)
{
    const auto typed = object.text(key);
    if (!typed)
        return;
    QStringList known;
    for (const auto &[word, value] : words) {
        if (word == *typed) {
            into = value;
            return;
        }
        known.append(word);
    }
    object.fail(key, QStringLiteral("unknown word “%1”").arg(typed->left(60)) % nameHint(*typed, known));
}

std::optional<MetricRole> readRole(JsonObject &object, const QString &key)
{
    const auto typed = object.text(key);
    const auto role = typed ? metricRoleFromName(*typed) : std::nullopt;
    if (typed && !role) {
        QStringList known;
        for (int i = 0; i <= static_cast<int>(MetricRole::BudgetUsedRatio); ++i)
            known.append(metricRoleName(static_cast<MetricRole>(i)));
        object.fail(key, QStringLiteral("unknown metric role “%1”").arg(typed->left(60)) % nameHint(*typed, known));
    }
    return role;
}

DimensionFilter readFilter(const json &value, const QString &path, JsonContext &context)
{
    JsonObject object(value, path, context);
    const QString isIn = QStringLiteral("in");
    const QString isNotIn = QStringLiteral("notIn");
    DimensionFilter filter;
    object.require(QStringLiteral("dimension"));
    filter.dimension = object.text(QStringLiteral("dimension")).value_or(QString());
    const auto in = object.texts(isIn);
    const auto notIn = object.texts(isNotIn);
    if (in.has_value() == notIn.has_value())
        object.fail(isIn, QStringLiteral("exactly one of “in” and “notIn” is expected"));
    filter.values = in ? *in : notIn.value_or(QStringList());
    filter.negated = notIn.has_value();
    object.refuseUnknown();
    return filter;
}

void readFilters(JsonObject &object, const QString &key, JsonContext &context, QList<DimensionFilter> &into)
{
    object.array(key, maxFilters, [&context, &into](const json &value, const QString &path) {
        into.append(readFilter(value, path, context));
    });
}

BurnPair readBurnPair(const json &value, const QString &path, JsonContext &context)
{
    JsonObject object(value, path, context);
    BurnPair pair;
    for (const QString &key : {QStringLiteral("long"), QStringLiteral("short"), QStringLiteral("factor"), QStringLiteral("severity")})
        object.require(key);
    pair.longWindow = object.minutes(QStringLiteral("long")).value_or(pair.longWindow);
    pair.shortWindow = object.minutes(QStringLiteral("short")).value_or(pair.shortWindow);
    pair.factor = object.number(QStringLiteral("factor")).value_or(pair.factor);
    readWord<BurnSeverity>(object, QStringLiteral("severity"),
                           {{QStringLiteral("page"), BurnSeverity::Page}, {QStringLiteral("ticket"), BurnSeverity::Ticket}},
                           pair.severity);
    object.refuseUnknown();
    return pair;
}

void readBurnPairs(JsonObject &object, JsonContext &context, QList<BurnPair> &into)
{
    const QString key = QStringLiteral("burnPairs");
    if (object.has(key))
        into.clear();
    object.array(key, maxBurnPairs, [&context, &into](const json &value, const QString &path) {
        into.append(readBurnPair(value, path, context));
    });
}

void readWindow(JsonObject &object, JsonContext &context, SloWindow &into)
{
    const QString key = QStringLiteral("window");
    const json *value = object.member(key);
    if (!value)
        return;
    JsonObject window(*value, object.pathOf(key), context);
    window.require(QStringLiteral("kind"));
    readWord<SloWindow::Kind>(window, QStringLiteral("kind"),
                              {{QStringLiteral("rolling"), SloWindow::Kind::Rolling},
                               {QStringLiteral("calendar-month"), SloWindow::Kind::CalendarMonth}},
                              into.kind);
    if (into.kind == SloWindow::Kind::Rolling) {
        const qint64 days = window.integer(QStringLiteral("days")).value_or(into.days);
        into.days = static_cast<int>(std::clamp<qint64>(days, 0, 1000));
    }
    window.refuseUnknown();
}

/// Names and words; what is not said keeps the struct's default.
void readIdentity(JsonObject &object, SloDefinition &slo)
{
    for (const QString &key : {QStringLiteral("id"), QStringLiteral("title"), QStringLiteral("kind")})
        object.require(key);
    static const QRegularExpression idForm(QStringLiteral("\\A[a-z0-9][a-z0-9-]{0,63}\\z"));
    if (const auto id = object.text(QStringLiteral("id"))) {
        slo.id = SloId(*id);
        if (!idForm.match(*id).hasMatch())
            object.fail(QStringLiteral("id"), QStringLiteral("1 to 64 lower-case letters, digits and hyphens are expected"));
    }
    slo.title = object.text(QStringLiteral("title")).value_or(QString());
    slo.description = object.text(QStringLiteral("description")).value_or(QString());
    readWord<SliKind>(object, QStringLiteral("kind"),
                      {{QStringLiteral("ratio"), SliKind::Ratio}, {QStringLiteral("threshold"), SliKind::Threshold},
                       {QStringLiteral("mean"), SliKind::Mean}, {QStringLiteral("percentile"), SliKind::Percentile}},
                      slo.kind);
    readWord<SliSource>(object, QStringLiteral("source"),
                        {{QStringLiteral("metrics"), SliSource::Metrics}, {QStringLiteral("requests"), SliSource::Requests},
                         {QStringLiteral("dependencies"), SliSource::Dependencies}, {QStringLiteral("events"), SliSource::Events}},
                        slo.source);
    readWord<SliUnit>(object, QStringLiteral("unit"),
                      {{QStringLiteral("percent"), SliUnit::Percent}, {QStringLiteral("duration"), SliUnit::Duration},
                       {QStringLiteral("money"), SliUnit::Money}, {QStringLiteral("per-hundred"), SliUnit::PerHundred},
                       {QStringLiteral("score"), SliUnit::Score}},
                      slo.unit);
    readWord<BetterIs>(object, QStringLiteral("better"),
                       {{QStringLiteral("higher"), BetterIs::Higher}, {QStringLiteral("lower"), BetterIs::Lower}}, slo.better);
}

void readNumbers(JsonObject &object, SloDefinition &slo)
{
    slo.percentile = object.number(QStringLiteral("percentile")).value_or(slo.percentile);
    slo.limit = object.number(QStringLiteral("limit")).value_or(slo.limit);
    slo.target = object.number(QStringLiteral("target")).value_or(slo.target);
    slo.best = object.number(QStringLiteral("best")).value_or(slo.best);
    slo.minEvents = object.number(QStringLiteral("minEvents")).value_or(slo.minEvents);
    slo.staleAfter = object.minutes(QStringLiteral("staleAfter")).value_or(slo.staleAfter);
    slo.currency = object.text(QStringLiteral("currency")).value_or(slo.currency);
}

SloDefinition readSlo(const json &value, const QString &path, JsonContext &context)
{
    JsonObject object(value, path, context);
    SloDefinition slo;
    readIdentity(object, slo);
    slo.role = readRole(object, QStringLiteral("metric")).value_or(slo.role);
    slo.perRole = readRole(object, QStringLiteral("per"));
    slo.valueField = object.text(QStringLiteral("valueField")).value_or(QString());
    readFilters(object, QStringLiteral("where"), context, slo.where);
    readFilters(object, QStringLiteral("good"), context, slo.good);
    readNumbers(object, slo);
    readWindow(object, context, slo.window);
    readBurnPairs(object, context, slo.burnPairs);
    object.refuseUnknown();
    checkSlo(slo, object);
    return slo;
}

} // namespace

Result<QList<SloDefinition>> decodeSloFile(const QByteArray &bytes, const QString &fileName)
{
    JsonContext context{.file = fileName, .error = std::nullopt};
    const json root = parseJsonFile(bytes, context);
    JsonObject object(root, QStringLiteral("$"), context);
    QList<SloDefinition> slos;
    QSet<QString> ids;
    if (!context.error) {
        for (const QString &key : {QStringLiteral("version"), QStringLiteral("slos")})
            object.require(key);
        if (object.integer(QStringLiteral("version")).value_or(1) != 1)
            object.fail(QStringLiteral("version"), QStringLiteral("this program reads version 1"));
        object.array(QStringLiteral("slos"), maxSlos, [&](const json &value, const QString &path) {
            slos.append(readSlo(value, path, context));
            if (ids.contains(slos.constLast().id.value))
                context.fail(path % QStringLiteral(".id"), QStringLiteral("another SLO has this id already"));
            ids.insert(slos.constLast().id.value);
        });
        object.refuseUnknown();
    }
    if (context.error)
        return *context.error;
    return slos;
}

} // namespace qd
