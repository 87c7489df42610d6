#pragma once

#include <QObject>

namespace qd {

class MainWindow;
struct Workspace;

/// The user guide as a page of the window, on F1.
class HelpFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HelpFeature)

public:
    HelpFeature(Workspace &workspace, MainWindow &window);
};

} // namespace qd
