# Nothing beside what mpconfigvariant.h says.
