#pragma once

#include <QDialog>

class QListWidget;
class QPushButton;

namespace qd {

/// Which folders of this machine one server may know of. Nothing is shown to it before Save. GUI thread.
class RootsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RootsDialog)

public:
    /// `server`: its name; `folders`: absolute paths, or addresses that are none.
    RootsDialog(const QString &server, const QStringList &folders, QWidget *parent = nullptr);

    [[nodiscard]] QStringList folders() const;
    /// Once, also when it is typed twice.
    void addFolder(const QString &folder);

signals:
    void saved(const QStringList &folders);

private:
    QWidget *makeButtons();
    void choose();
    void removeCurrent();
    void refresh();

    QListWidget *m_list;
    QPushButton *m_remove = nullptr;
};

} // namespace qd
