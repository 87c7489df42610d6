#include "commands/changes/changescommand.h"

#include "changesources.h"
#include "format.h"
#include "output/celltext.h"
#include "output/errorreport.h"
#include "slotileorder.h"
#include "texttable.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

using ChangesJson = nlohmann::ordered_json;

std::string changesUtf8(const QString &text) { return text.toStdString(); }

ChangesJson rankedJson(const RankedChange &ranked)
{
    const Change &change = ranked.change;
    return {{"id", changesUtf8(change.id.value)}, {"at", changesUtf8(instantText(change.at))},
            {"end", change.end ? ChangesJson(changesUtf8(instantText(*change.end))) : ChangesJson(nullptr)},
            {"kind", changesUtf8(changeKindName(change.kind))}, {"title", changesUtf8(change.title)}, {"detail", changesUtf8(change.detail)},
            {"actor", changesUtf8(change.actor)}, {"source", changesUtf8(change.source)}, {"isOngoing", change.isOngoing},
            {"score", ranked.score}, {"explanation", changesUtf8(ranked.sentence)}};
}

QByteArray changesJson(const SloTile &tile, const std::optional<BurnSpell> &burn, const QList<RankedChange> &ranked)
{
    ChangesJson out{{"slo", changesUtf8(tile.id.value)}, {"burnBegan", burn ? ChangesJson(changesUtf8(instantText(burn->from))) : ChangesJson(nullptr)},
                    {"changes", ChangesJson::array()}};
    for (const RankedChange &change : ranked)
        out["changes"].push_back(rankedJson(change));
    return QByteArray::fromStdString(out.dump(2, ' ', false, ChangesJson::error_handler_t::replace)) + '\n';
}

QString changesTable(const SloTile &tile, const std::optional<BurnSpell> &burn, const QList<RankedChange> &ranked)
{
    using Align = TextTable::Align;
    TextTable table({{QStringLiteral("Score"), Align::Right}, {QStringLiteral("At"), Align::Left}, {QStringLiteral("Kind"), Align::Left},
                     {QStringLiteral("Change"), Align::Left, 48}, {QStringLiteral("Detail"), Align::Left, 48}, {QStringLiteral("Why"), Align::Left}});
    for (const RankedChange &entry : ranked)
        table.addRow({format::percent(entry.score, 0), format::timestamp(entry.change.at), changeKindName(entry.change.kind), entry.change.title,
                      entry.change.detail, entry.sentence});
    const QString head = burn ? QStringLiteral("%1 began to burn at %2\n").arg(tile.id.value, format::timestamp(burn->from))
                              : QStringLiteral("%1 does not burn in this range: newest first\n").arg(tile.id.value);
    return head % table.text();
}

} // namespace

ChangesCommand::ChangesCommand(const CliContext &context, Session &session, const SloSettings &settings, const Question &question)
    : m_context(context), m_question(question), m_tiles(session.monitor(), m_store, m_health, context.clock, settings)
    , m_controller(session.monitor(), m_changes, m_tiles, settings)
{
    m_controller.addSource(auditChangeSource(), auditChanges(m_local.audit()));
    if (!session.profile().arm.subscriptionId.isEmpty())
        m_controller.addSource(activityChangeSource(), activityChanges(session.activityLog()));
    m_tiles.setRange(question.range);
    connect(&m_tiles, &SloController::roundFinished, this, [this](bool isSuccess) {
        if (!isSuccess)
            emit finished(reportError(m_context.options, m_context.streams, *m_tiles.lastError()));
    });
    connect(&m_controller, &ChangeController::finished, this, &ChangesCommand::report);
}

void ChangesCommand::start() { m_tiles.refresh(); }

void ChangesCommand::report()
{
    const QHash<QString, Error> &errors = m_changes.errors();
    if (!m_changes.isLoaded() && !errors.isEmpty()) {
        emit finished(reportError(m_context.options, m_context.streams, *errors.cbegin()));
        return;
    }
    for (auto error = errors.cbegin(); error != errors.cend(); ++error)
        m_context.streams.complain(QStringLiteral("warning: the %1 could not be read: %2").arg(error.key(), error->message));
    QList<SloTile> tiles = worstFirst(m_tiles.tiles());
    const auto chosen = std::ranges::find(tiles, m_question.slo, &SloTile::id);
    const SloTile tile = chosen != tiles.cend() ? *chosen : tiles.isEmpty() ? SloTile() : tiles.constFirst();
    const auto burn = burnSpell(tile.definition, tile.series);
    print(tile, burn, rankChanges(m_changes.changes(), burn, m_tiles.serverClock().now()).mid(0, m_question.limit));
    emit finished(ExitCode::Healthy);
}

void ChangesCommand::print(const SloTile &tile, const std::optional<BurnSpell> &burn, const QList<RankedChange> &ranked)
{
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(changesJson(tile, burn, ranked));
    else
        m_context.streams.print(changesTable(tile, burn, ranked));
}

} // namespace qd
