module example.org/story

go 1.19
