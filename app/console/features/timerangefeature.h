#pragma once

#include "watchedaccount.h"

#include <QObject>
#include <QPointer>

namespace qd {

class MainWindow;
struct PaletteEntry;
struct Workspace;

/// The one time range of the window: typed in the bar or the palette, shifted and zoomed by keys, remembered.
class TimeRangeFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimeRangeFeature)

public:
    TimeRangeFeature(Workspace &workspace, MainWindow &window);

    void attach(WatchedAccount &account);
    /// The range in force from now on; also remembered, unless it is the one that the program starts with.
    void setRange(const TimeRange &range);
    [[nodiscard]] const TimeRange &range() const { return m_range; }

private:
    void addCommands();
    void addMoves();
    void apply(const TimeRange &range);
    void setSpan(TimeSpanRange span);
    /// Both ends moved by `steps` half lengths.
    void shift(int steps);
    void zoomOut();
    void paste();
    [[nodiscard]] QList<PaletteEntry> suggestions(const QString &typed) const;

    Workspace &m_workspace;
    MainWindow &m_window;
    TimeRange m_range = TimeRange::lastHour();
    QPointer<WatchedAccount> m_account;
};

} // namespace qd
