#pragma once

#include "audittablemodel.h"
#include "feature.h"
#include "watchedaccount.h"

#include <QPointer>

namespace qd {

class AuditView;
class MainWindow;
struct Workspace;

/// The audit page: this machine's log of every write, kept current while it is looked at. GUI thread.
class AuditFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditFeature)

public:
    AuditFeature(Workspace &workspace, MainWindow &window);
    ~AuditFeature() override;
    void attach(WatchedAccount &account) override;

private:
    [[nodiscard]] QWidget *makePage();
    void refresh();
    void verify();

    Workspace &m_workspace;
    MainWindow &m_window;
    AuditTableModel m_model;
    QPointer<AuditView> m_view;
};

} // namespace qd
