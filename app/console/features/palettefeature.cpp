#include "features/palettefeature.h"

#include "features/overviewfeature.h"
#include "mainwindow.h"
#include "shell/commandpalette.h"
#include "widgets/statusglyph.h"
#include "workspace.h"

namespace qd {

PaletteFeature::PaletteFeature(Workspace &workspace, MainWindow &window, OverviewFeature &overview)
    : m_workspace(workspace)
{
    CommandPalette &palette = window.palette();
    palette.addSource({QChar(u'>'), tr("commands"), true, true, [this](const QString &) { return commandEntries(); }});
    palette.addSource({QChar(u'@'), tr("SLOs"), true, true, [this](const QString &) { return sloEntries(); }});
    connect(&palette, &CommandPalette::chosen, this, [this, &overview](const PaletteEntry &entry) {
        if (entry.kind == PaletteEntry::Kind::Command)
            m_workspace.commands.trigger(CommandId(entry.id));
        else if (entry.kind == PaletteEntry::Kind::Slo)
            overview.openDetail(SloId(entry.id));
    });
}

QList<PaletteEntry> PaletteFeature::commandEntries() const
{
    QList<PaletteEntry> entries;
    for (const Command &command : m_workspace.commands.commands()) {
        if (command.id.value == QLatin1StringView("palette.open"))
            continue;
        const QAction *action = m_workspace.commands.action(command.id);
        const QString reason = m_workspace.commands.disabledReason(command.id);
        entries.append({.kind = PaletteEntry::Kind::Command,
                        .id = command.id.value,
                        .title = command.title,
                        .detail = reason.isEmpty() ? command.group : reason,
                        .keys = command.shortcuts.isEmpty() ? QString() : shownKeys(command.shortcuts.first()),
                        .isEnabled = action->isEnabled()});
    }
    return entries;
}

QList<PaletteEntry> PaletteFeature::sloEntries() const
{
    QList<PaletteEntry> entries;
    for (const SloId &id : m_workspace.tiles.ids()) {
        const SloTile *tile = m_workspace.tiles.tile(id);
        entries.append({.kind = PaletteEntry::Kind::Slo,
                        .id = id.value,
                        .title = tile->definition.title,
                        .detail = lookOf(tile->state).word});
    }
    return entries;
}

} // namespace qd
