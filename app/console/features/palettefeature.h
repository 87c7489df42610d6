#pragma once

#include "shell/paletteentry.h"

#include <QObject>

namespace qd {

class MainWindow;
class OverviewFeature;
struct Workspace;

/// What the palette finds besides time ranges: every command, and every SLO, which opens its detail.
class PaletteFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaletteFeature)

public:
    PaletteFeature(Workspace &workspace, MainWindow &window, OverviewFeature &overview);

private:
    [[nodiscard]] QList<PaletteEntry> commandEntries() const;
    [[nodiscard]] QList<PaletteEntry> sloEntries() const;

    Workspace &m_workspace;
};

} // namespace qd
