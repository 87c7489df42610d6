#pragma once

#include "collectiontrial.h"
#include "features/mcp/mcpdesk.h"
#include "mcp/tests/testpage.h"
#include "mcpstepmodel.h"

#include <QObject>

namespace qd {

/// Collections: opens one, adds the call in the form to it, runs it against the chosen server on a connection of its own, and
/// saves what was said. GUI thread.
class McpTests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpTests)

public:
    /// `desk` is borrowed.
    explicit McpTests(McpDesk &desk, QObject *parent = nullptr);

    [[nodiscard]] QAbstractItemModel &steps() { return m_steps; }
    void wireView();
    void askForFile();
    /// Reads the collection; what is wrong with it is said.
    void open(const QString &path);
    /// The call in the form becomes the collection's last step; without an open one a file is asked for.
    void addCall();
    void run();

private:
    [[nodiscard]] Result<collection::Step> stepOfForm() const;
    void addTo(const QString &path);
    void saveSession();
    void take(const collection::RunResult &result);
    void tellNotes(const QStringList &notes);
    [[nodiscard]] QString obstacleOf(const McpServerState *state) const;
    void chooseWorst();
    void show();
    void showStory();

    McpDesk &m_desk;
    CollectionTrial m_trial;
    McpStepModel m_steps;
    collection::Collection m_collection;
    QString m_path; ///< empty: none is open
    TestShown m_shown;
};

} // namespace qd
